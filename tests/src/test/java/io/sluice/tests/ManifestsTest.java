package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * The manifests for Kubernetes are what its description says, as its own client reads it: a field
 * that is unknown, of another type or missing is refused.
 */
class ManifestsTest {
  private static final Path MANIFESTS = Path.of("..", "docker", "kubernetes");
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final Map<String, Reader> READERS =
      Map.of(
          "v1/ConfigMap", V1ConfigMap::fromJson,
          "v1/PersistentVolumeClaim", V1PersistentVolumeClaim::fromJson,
          "v1/Secret", V1Secret::fromJson,
          "v1/Service", V1Service::fromJson,
          "v1/ServiceAccount", V1ServiceAccount::fromJson,
          "apps/v1/Deployment", V1Deployment::fromJson,
          "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::fromJson,
          "rbac.authorization.k8s.io/v1/Role", V1Role::fromJson,
          "rbac.authorization.k8s.io/v1/RoleBinding", V1RoleBinding::fromJson);

  private interface Reader {
    Object read(String json) throws IOException;
  }

  @Test
  void each_is_what_kubernetes_describes() throws IOException {
    var kinds = new ArrayList<String>();
    for (var file : files()) {
      for (var manifest : documents(file)) {
        assertThatCode(read(manifest)).as("%s: %s", file, manifest).doesNotThrowAnyException();
        kinds.add(kind(manifest));
      }
    }
    assertThat(kinds).containsAll(READERS.keySet());
  }

  @Test
  void what_they_name_is_there() throws IOException {
    var names = new ArrayList<String>();
    for (var file : files()) {
      documents(file).forEach(it -> names.add(it.get("kind").asText() + "/" + name(it)));
    }
    var pod = find("nodes.yaml", "Deployment").at("/spec/template/spec");
    var node = pod.at("/containers/0");
    assertThat(names)
        .contains("ServiceAccount/" + pod.get("serviceAccountName").asText())
        .contains("ConfigMap/" + node.at("/envFrom/0/configMapRef/name").asText())
        .contains("Secret/" + node.at("/envFrom/1/secretRef/name").asText());
    for (var volume : pod.get("volumes")) {
      volume
          .findValues("claimName")
          .forEach(it -> assertThat(names).contains("PersistentVolumeClaim/" + it.asText()));
      volume
          .findValues("secretName")
          .forEach(it -> assertThat(names).contains("Secret/" + it.asText()));
    }
    assertThat(node.get("volumeMounts").findValuesAsText("name"))
        .containsExactlyInAnyOrderElementsOf(pod.get("volumes").findValuesAsText("name"));
    var ports = node.get("ports").findValuesAsText("name");
    assertThat(ports)
        .containsAll(node.findParents("httpGet").stream().map(it -> port(it)).toList());
    for (var service : documents(MANIFESTS.resolve("services.yaml"))) {
      assertThat(ports).containsAll(service.findValuesAsText("targetPort"));
    }
    assertThat(YAML.readTree(MANIFESTS.resolve("kustomization.yaml").toFile()).get("resources"))
        .as("all but itself and the example")
        .hasSize(files().size() - 1)
        .allMatch(it -> Files.exists(MANIFESTS.resolve(it.asText())));
  }

  @Test
  void a_wrong_one_is_refused() throws IOException {
    var unknown = find("nodes.yaml", "Deployment");
    unknown.at("/spec/template/spec/containers/0").withObject("/livenessprobe");
    assertThatThrownBy(read(unknown)).hasMessageContaining("livenessprobe");
    var wrongType = find("nodes.yaml", "Deployment");
    wrongType.withObject("/spec").put("replicas", "three");
    assertThatThrownBy(read(wrongType)).hasMessageContaining("three");
  }

  private static ThrowingCallable read(JsonNode manifest) {
    assertThat(READERS).containsKey(kind(manifest));
    return () -> READERS.get(kind(manifest)).read(manifest.toString());
  }

  private static String port(JsonNode probe) {
    return probe.at("/httpGet/port").asText();
  }

  private static String kind(JsonNode manifest) {
    return manifest.get("apiVersion").asText() + "/" + manifest.get("kind").asText();
  }

  private static String name(JsonNode manifest) {
    return manifest.at("/metadata/name").asText();
  }

  private static JsonNode find(String file, String kind) throws IOException {
    return documents(MANIFESTS.resolve(file)).stream()
        .filter(it -> it.get("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  /** All but what kustomize reads, which is no object of the cluster. */
  private static List<Path> files() throws IOException {
    try (var files = Files.list(MANIFESTS)) {
      return files.filter(it -> !it.endsWith("kustomization.yaml")).sorted().toList();
    }
  }

  private static List<JsonNode> documents(Path file) throws IOException {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      return documents.readAll();
    }
  }
}
