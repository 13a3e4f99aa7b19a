package io.sluice.management;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What a registry holds at one moment, as who scrapes it wants to have it.
 *
 * @param contentType of the body, for the answer's header of that name
 * @param body in UTF-8
 */
public record MetricsPage(String contentType, byte[] body) {
  private static final ExpositionFormats FORMATS = ExpositionFormats.init();

  /**
   * Scrapes the registry.
   *
   * @param accept the request's header of that name: OpenMetrics if it asks for that, otherwise
   *     Prometheus' text
   */
  public static MetricsPage of(PrometheusRegistry registry, Optional<String> accept) {
    var writer = FORMATS.findWriter(accept.orElse(""));
    var body = new ByteArrayOutputStream();
    try {
      writer.write(body, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MetricsPage(writer.getContentType(), body.toByteArray());
  }
}
