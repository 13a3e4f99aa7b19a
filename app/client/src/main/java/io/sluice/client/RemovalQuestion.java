package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.terminal.Printable;
import java.io.Console;
import java.util.function.Consumer;

/**
 * What somebody wants removed: before anything that is stored goes, that somebody is asked.
 *
 * @param console null where there is nobody to ask
 */
record RemovalQuestion(ApiOptions options, boolean purge, boolean yes, Console console) {

  /** Refuses a purge that nobody can agree to. */
  static RemovalQuestion of(ApiOptions options, boolean purge, boolean yes) {
    var console = System.console();
    if (purge && !yes && console == null) {
      throw options.wrong("--purge needs --yes where there is no terminal to ask on");
    }
    return new RemovalQuestion(options, purge, yes, console);
  }

  /**
   * @param what it would take, as people read it
   */
  boolean isAgreed(String what, String name) {
    if (!purge || yes) {
      return true;
    }
    var shown = Printable.text(name);
    var answer = console.readLine("Remove %s of %s? [y/N] ", what, shown);
    boolean agreed = answer != null && answer.strip().matches("(?i)y|yes");
    if (!agreed) {
      options.complain(shown + " stays");
    }
    return agreed;
  }

  /** Behind the path of what is removed. */
  String query() {
    return purge ? "?purge=true" : "";
  }

  void tell(long id, String name, Consumer<JsonNode> printed) {
    if (!options.json()) {
      options
          .out()
          .println(Printable.text(name) + ": is removed" + (purge ? ", with all it has" : ""));
    }
    printed.accept(NodeJson.object().put("id", id).put("name", name).put("purge", purge));
  }
}
