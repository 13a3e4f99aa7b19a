package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sluice.node.ProgramSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * What docker/compose.yml names is there: settings, files, volumes, profiles and words for each.
 */
class ComposeTest {
  private static final Path DOCKER = Path.of("..", "docker");
  private static final Pattern IMAGE =
      Pattern.compile("[a-z0-9.]+/[a-z0-9./-]+:[\\w.-]*\\d[\\w.-]*");
  private static final YAMLMapper YAML = new YAMLMapper();

  private static JsonNode read(String file) throws IOException {
    return YAML.readTree(DOCKER.resolve(file).toFile());
  }

  private static List<String> names(JsonNode node) {
    var names = new ArrayList<String>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void nodes_are_given_settings_that_there_are() throws IOException {
    var known = ProgramSettings.known().stream().map(ProgramSettings.Known::key).toList();
    var compose = read("compose.yml");
    var given = new ArrayList<>(names(compose.get("x-settings")));
    given.addAll(names(compose.at("/services/node/environment")));
    given.removeAll(List.of("<<", "JAVA_OPTS", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
    assertThat(given).hasSizeGreaterThan(6).isSubsetOf(known);
  }

  @Test
  void images_are_of_a_version_and_files_and_volumes_are_there() throws IOException {
    var compose = read("compose.yml");
    var volumes = names(compose.get("volumes"));
    for (var service : compose.get("services")) {
      if (service.has("image")) {
        assertThat(service.get("image").asText()).matches(IMAGE);
      }
      for (var mount : texts(service.path("volumes"))) {
        var source = mount.substring(0, mount.indexOf(':'));
        if (source.startsWith("./")) {
          assertThat(DOCKER.resolve(source)).exists();
        } else if (!source.startsWith("${")) {
          assertThat(volumes).contains(source);
        }
      }
      // What nobody else of this machine's network may reach.
      assertThat(texts(service.path("ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
    }
  }

  @Test
  void what_is_optional_has_a_profile_of_its_own_and_that_of_all() throws IOException {
    var services = read("compose.yml").get("services");
    for (var name : List.of("redis", "s3", "prometheus", "grafana")) {
      assertThat(texts(services.at("/" + name + "/profiles"))).as(name).contains("all").hasSize(2);
    }
    assertThat(services.at("/node/profiles").isMissingNode()).isTrue();
  }

  @Test
  void prometheus_and_grafana_read_what_is_mounted() throws IOException {
    var services = read("compose.yml").get("services");
    var prometheus = read("prometheus.yml");
    assertThat(texts(services.at("/prometheus/volumes")))
        .contains("./grafana/alerts.yml:%s:ro".formatted(prometheus.at("/rule_files/0").asText()));
    assertThat(services.at("/prometheus/command/0").asText())
        .contains(prometheus.at("/scrape_configs/0/authorization/credentials_file").asText());
    var management =
        ProgramSettings.known().stream()
            .filter(known -> known.key().equals("MANAGEMENT_PORT"))
            .map(ProgramSettings.Known::defaultValue)
            .findFirst();
    assertThat(management)
        .contains(prometheus.at("/scrape_configs/0/dns_sd_configs/0/port").asText());
    assertThat(names(services))
        .contains(prometheus.at("/scrape_configs/0/dns_sd_configs/0/names/0").asText());
    var boards =
        read("grafana/provisioning/dashboards/sluice.yml").at("/providers/0/options/path").asText();
    assertThat(texts(services.at("/grafana/volumes")))
        .contains("./grafana/board.json:%s/board.json:ro".formatted(boards));
    assertThat(
            services.at("/grafana/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").asText())
        .isEqualTo(boards + "/board.json");
    assertThat(
            read("grafana/provisioning/datasources/prometheus.yml")
                .at("/datasources/0/url")
                .asText())
        .isEqualTo("http://prometheus:9090");
  }

  @Test
  void each_variable_has_a_word_in_the_readme() throws IOException {
    var readme = Files.readString(DOCKER.resolve("README.md"));
    var variables =
        Pattern.compile("(?<!\\$)\\$\\{([A-Z_0-9]+)")
            .matcher(Files.readString(DOCKER.resolve("compose.yml")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertThat(variables).isNotEmpty().allSatisfy(name -> assertThat(readme).contains(name));
  }
}
