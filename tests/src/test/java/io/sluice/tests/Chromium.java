package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The browser that is installed, which looks at pages as people do. */
public final class Chromium implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");

  private final Path pictures;
  private final Playwright playwright;
  private final BrowserContext context;

  private Chromium(Path pictures, int width, int height) {
    this.pictures = pictures;
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    context =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(PROGRAM)
                    .setArgs(
                        List.of(
                            "--no-sandbox", "--disable-gpu", "--disable-background-networking")))
            .newContext(new Browser.NewContextOptions().setViewportSize(width, height));
    context.setDefaultTimeout(120_000);
  }

  /**
   * Skips the test where there is none.
   *
   * @param name of the directory of pictures
   */
  public static Chromium open(String name, int width, int height) {
    assumeTrue(Files.isExecutable(PROGRAM), "There is no " + PROGRAM);
    var pictures = Path.of("target", name);
    try {
      Files.createDirectories(pictures);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Chromium(pictures, width, height);
  }

  BrowserContext context() {
    return context;
  }

  public Page newPage() {
    return context.newPage();
  }

  void picture(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(pictures.resolve(name + ".png")));
  }

  /** Nothing that keeps somebody from using it, whether by day or by night. */
  void check(Page page, String name) {
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      var shown = name + "-" + scheme.name().toLowerCase(Locale.ROOT);
      picture(page, shown);
      assertUsable(page, shown);
    }
  }

  /** By the usual rules of accessibility. */
  static void assertUsable(Page page, String name) {
    page.evaluate(axe());
    var found =
        page.evaluate(
            "async () => (await axe.run()).violations.map(v =>"
                + " v.id + ': ' + v.nodes.map(n => n.html).join(' '))");
    assertThat((List<?>) found).as(name).isEmpty();
  }

  private static String axe() {
    try (var script = Chromium.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    playwright.close();
  }
}
