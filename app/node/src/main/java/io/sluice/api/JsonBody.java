package io.sluice.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * Bodies of one form: bytes go in, a record comes out, or a problem that names the wrong field.
 *
 * @param type the record
 * @param schema its name in the description
 * @param fields those that there are, for people
 */
record JsonBody<T>(Class<T> type, String schema, String fields) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  /**
   * @throws ProblemException naming the field that is wrong
   */
  T read(byte[] body) {
    try {
      var read = JSON.readValue(body, type);
      if (read == null) {
        throw wrong("the body is null").thrown();
      }
      return read;
    } catch (UnrecognizedPropertyException e) {
      throw Problem.of(400, "unknown-field", "There is no field " + Shown.of(e.getPropertyName()))
          .in(Shown.of(e.getPropertyName()))
          .remedy("There are " + fields + ".")
          .thrown();
    } catch (JsonMappingException e) {
      throw wrong("the value has another type than it should").in(field(e)).thrown();
    } catch (JsonProcessingException e) {
      throw wrong("it is no JSON" + place(e.getLocation())).thrown();
    } catch (IOException e) {
      throw wrong("it cannot be read").thrown();
    }
  }

  /** Jackson does not say where what is too deep or too long is. */
  private static String place(JsonLocation at) {
    return at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String field(JsonMappingException e) {
    return e.getPath().stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .map(Shown::of)
        .collect(Collectors.joining("."));
  }

  Problem wrong(String what) {
    return Problem.of(400, "wrong-body", "The body is not what it should be: " + what + ".")
        .remedy("GET /api/openapi.json describes it as " + schema + ".");
  }
}
