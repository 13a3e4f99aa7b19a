package io.sluice.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The commands that ask a node, by name; what one needs is loaded when it is asked for. */
public final class ClientCommands {
  private ClientCommands() {}

  public static Map<String, Supplier<CommandLine>> all() {
    var commands = new LinkedHashMap<String, Supplier<CommandLine>>();
    commands.put("channel", () -> new CommandLine(new ChannelCommand()));
    commands.put("batch", () -> new CommandLine(new BatchCommand()));
    commands.put("consumer", () -> new CommandLine(new ConsumerCommand()));
    commands.put("results", () -> new CommandLine(new ResultsCommand()));
    commands.put("search", () -> new CommandLine(new SearchCommand()));
    commands.put("sweep", () -> new CommandLine(new SweepCommand()));
    commands.put("status", () -> new CommandLine(new StatusCommand()));
    commands.put("nodes", () -> new CommandLine(new NodesCommand()));
    commands.put("drain", () -> new CommandLine(new DrainCommand()));
    commands.put("down", () -> new CommandLine(new DownCommand()));
    return commands;
  }
}
