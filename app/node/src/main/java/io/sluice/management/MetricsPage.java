package io.sluice.management;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

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
   * @param accept the request's header of that name, empty if it has none: OpenMetrics if it asks
   *     for that, otherwise Prometheus' text
   */
  public static MetricsPage of(PrometheusRegistry registry, String accept) {
    var openMetrics = FORMATS.getOpenMetricsTextFormatWriter();
    var writer =
        openMetrics.accepts(accept) ? openMetrics : FORMATS.getPrometheusTextFormatWriter();
    var body = new ByteArrayOutputStream();
    try {
      writer.write(body, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MetricsPage(writer.getContentType(), body.toByteArray());
  }
}
