package io.sluice.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * What is wrong with a request and what to do about it, as problem details of RFC 9457.
 *
 * @param type a word for machines, such as {@code unknown-field}
 * @param field which part of the request it is about; empty for the whole
 * @param remedy what the sender can do; empty where there is nothing
 */
public record Problem(int status, String type, String detail, String field, String remedy) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ContentType TYPE =
      ContentTypes.create(
          MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8));

  private static final int UNAVAILABLE = 503;
  private static final String RETRY_SECONDS = "5";

  public static Problem of(int status, String type, String detail) {
    return new Problem(status, type, detail, "", "");
  }

  public Problem in(String part) {
    return new Problem(status, type, detail, part, remedy);
  }

  public Problem remedy(String advice) {
    return new Problem(status, type, detail, field, advice);
  }

  public ProblemException thrown() {
    return new ProblemException(this);
  }

  public HttpResponse response() {
    var code = StatusCodes.get(status);
    var body = JsonNodeFactory.instance.objectNode();
    body.put("type", "urn:sluice:problem:" + type);
    body.put("title", code.reason());
    body.put("status", status);
    body.put("detail", detail);
    if (!field.isEmpty()) {
      body.put("field", field);
    }
    if (!remedy.isEmpty()) {
      body.put("remedy", remedy);
    }
    try {
      var response =
          HttpResponse.create()
              .withStatus(code)
              .withEntity(HttpEntities.create(TYPE, JSON.writeValueAsBytes(body)));
      return status == UNAVAILABLE
          ? response.addHeader(RawHeader.create("Retry-After", RETRY_SECONDS))
          : response;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts has a JSON form", e);
    }
  }
}
