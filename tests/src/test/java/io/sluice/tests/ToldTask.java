package io.sluice.tests;

import io.sluice.child.ChildTask;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Does what the word of an item says: in a child, or in the node itself. */
final class ToldTask implements ChildTask {
  static final int EXIT_CODE = 17;
  private static final int MEBIBYTE = 1 << 20;

  ToldTask(List<String> arguments) {}

  @Override
  public byte[] answer(byte[] request) throws InterruptedException {
    act(new String(request, StandardCharsets.UTF_8));
    return request;
  }

  /** Returns only of a word that is not deadly. */
  static void act(String word) throws InterruptedException {
    var parts = word.split(":");
    switch (parts[0]) {
      case "exit" -> Runtime.getRuntime().halt(EXIT_CODE);
      case "memory" -> exhaust();
      case "hang" -> Thread.currentThread().join();
      case "sleep" -> Thread.sleep(Long.parseLong(parts[1]));
      default -> {}
    }
  }

  private static void exhaust() {
    var all = new ArrayList<byte[]>();
    while (true) {
      all.add(new byte[MEBIBYTE]);
    }
  }
}
