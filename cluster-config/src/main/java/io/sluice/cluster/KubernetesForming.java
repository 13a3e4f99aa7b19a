package io.sluice.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.settings.SettingsReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.Uri;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.apache.pekko.management.cluster.bootstrap.contactpoint.HttpClusterBootstrapRoutes;

/**
 * Has nodes in Kubernetes find each other by its API: each asks it for the pods with a label, and
 * these for the cluster that they are in.
 */
public final class KubernetesForming {
  /** What nodes ask each other for on their management ports. */
  public static final String CONTACT_POINT = "/bootstrap/seed-nodes";

  private static final String KUBERNETES = "kubernetes";
  private static final Pattern LABELS = Pattern.compile("[\\w./-]+=[\\w.-]+(,[\\w./-]+=[\\w.-]+)*");
  private static final Pattern NAMESPACE = Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?)?");
  private static final int MOST_NODES = 1000;

  private KubernetesForming() {}

  /** Whether CLUSTER_FORMING says so; its other settings are looked at in any case. */
  static boolean chosen(SettingsReader settings) {
    if (!LABELS.matcher(settings.text("KUBERNETES_POD_LABEL")).matches()) {
      throw settings.refused("KUBERNETES_POD_LABEL", "a label with its value, such as app=sluice");
    }
    if (!NAMESPACE.matcher(settings.text("KUBERNETES_NAMESPACE")).matches()) {
      throw settings.refused("KUBERNETES_NAMESPACE", "the name of a namespace, or empty");
    }
    settings.integer("KUBERNETES_NODES", 1, MOST_NODES);
    return settings.word("CLUSTER_FORMING", "database", KUBERNETES).equals(KUBERNETES);
  }

  static Config config() {
    return ConfigFactory.parseResources("io-sluice-kubernetes.conf");
  }

  /** Answers {@link #CONTACT_POINT}. */
  public static Function<HttpRequest, CompletionStage<HttpResponse>> contactPoint(
      ActorSystem<?> system) {
    var route =
        new HttpClusterBootstrapRoutes(ClusterBootstrap.get(system).settings())
            .getRoutes()
            .handler(system);
    return request -> {
      try {
        return route.apply(request);
      } catch (Exception e) {
        return CompletableFuture.failedFuture(e);
      }
    };
  }

  /**
   * Joins the cluster that the other pods are in, or founds it with them; goes on by itself until
   * then. To be called once, when {@link #CONTACT_POINT} is answered.
   *
   * @param managementPort where this node answers it, on its NODE_HOST
   */
  public static void start(ActorSystem<?> system, int managementPort) {
    var host = Cluster.get(system).selfMember().address().getHost().orElseThrow();
    var bootstrap = ClusterBootstrap.get(system);
    bootstrap.setSelfContactPoint(Uri.apply("http://" + host + ":" + managementPort));
    bootstrap.start();
  }
}
