package io.sluice.standin;

import static io.sluice.standin.TextMarkup.escaped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Shows the stand-in's own record and the truth about its channels, outside of all faults. */
final class RecordPages {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supplier<StandInRecord> record;
  private final StandInChannels channels;

  RecordPages(Supplier<StandInRecord> record, StandInChannels channels) {
    this.record = record;
    this.channels = channels;
  }

  Reply answer(VisitRequest request) {
    return switch (request.path()) {
      case "/stand-in" -> Reply.html("record", 200, html());
      case "/stand-in.json" -> Reply.json("record", json(figures()));
      case "/stand-in/truth.json" -> truth(request.query().getOrDefault("channel", ""));
      default -> Reply.html("record", 404, "");
    };
  }

  private Reply truth(String name) {
    var channel = channels.find(name);
    return channel == null
        ? Reply.html("record", 404, "no channel " + escaped(name) + ", of " + channels.names())
        : Reply.json("record", json(truth(channel)));
  }

  private static Map<String, Object> truth(StandInChannel channel) {
    var truth = new LinkedHashMap<String, Object>();
    truth.put("channel", channel.canonicalName());
    truth.put("id", channel.id());
    truth.put("state", channel.state().name());
    truth.put("messages", channel.posts().stream().map(RecordPages::truth).toList());
    return truth;
  }

  private static Map<String, Object> truth(StandInPost post) {
    var truth = new LinkedHashMap<String, Object>();
    truth.put("id", post.id());
    truth.put("sentAt", post.sentAt().toString());
    truth.put("kind", post.kind().name());
    truth.put("text", post.text());
    truth.put("edited", post.edited());
    truth.put("views", post.views());
    truth.put("albumId", post.albumId());
    truth.put("replyTo", post.replyTo());
    truth.put("forwardedFrom", post.forwardedFrom());
    truth.put("signature", post.signature());
    truth.put("service", post.service());
    truth.put("photoIds", post.photoIds());
    return truth;
  }

  private Map<String, Object> figures() {
    var now = record.get();
    var figures = new LinkedHashMap<String, Object>();
    figures.put("channels", now.channels());
    figures.put("messages", now.messages());
    figures.put("photos", now.photos());
    figures.put("served", now.served());
    figures.put("pageRequests", now.pageRequests().size());
    figures.put("requestsByChannel", now.requestsByChannel());
    figures.put("maxPagesIn1s", now.maxPagesIn1s());
    figures.put("maxPagesIn10s", now.maxPagesIn10s());
    figures.put("earlyRequests", now.earlyRequests());
    figures.put("overLimit", now.overLimit());
    figures.put("closings", now.closings());
    return figures;
  }

  private String html() {
    var rows = new StringBuilder();
    figures()
        .forEach(
            (name, value) ->
                rows.append("<tr><th>" + name + "</th><td>" + shown(value) + "</td></tr>\n"));
    return """
        <!DOCTYPE html>
        <html><head><meta charset="utf-8"><title>The stand-in's record</title>
        <style>body{font:15px sans-serif;margin:2em}th{text-align:left;vertical-align:top;\
        padding-right:2em}</style></head>
        <body><h1>What the stand-in has served</h1>
        <table>
        %s</table>
        <p>The same for programs: <a href="/stand-in.json">/stand-in.json</a>, and the truth about \
        a channel: <a href="/stand-in/truth.json?channel=telegram">\
        /stand-in/truth.json?channel=NAME</a></p></body></html>
        """
        .formatted(rows);
  }

  private static String shown(Object value) {
    if (value instanceof Map<?, ?> map) {
      return String.join(
          "<br>",
          map.entrySet().stream()
              .map(entry -> escaped(entry.getKey() + ": " + entry.getValue()))
              .toList());
    }
    return value instanceof List<?> list
        ? String.join("<br>", list.stream().map(one -> escaped(one.toString())).toList())
        : escaped(value.toString());
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
