package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.example;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.node.ApiNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** ServedPictures are served as what they are, and no other file is. */
@ExtendWith(ApiNode.class)
class PicturesTest {
  @Test
  void every_picture_is_served_as_it_was_stored() throws IOException {
    var at = "/api/channels/" + example();
    var photos = Asking.pages(at + "/images?limit=10", "images");
    assertThat(photos).isNotEmpty();
    for (var photo : photos) {
      var url = photo.get("url").asText();
      var answer = ask("GET", url, null);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.type()).isEqualTo("image/jpeg");
      assertThat(answer.header("Cache-Control")).contains("private");
      assertThat(answer.body())
          .isEqualTo(Files.readAllBytes(ApiNode.data().resolve(url.substring(1))));
      var head = ask("HEAD", url, null);
      assertThat(head.header("Content-Length")).isEqualTo("" + answer.body().length);
    }
  }

  @Test
  void what_was_kept_as_it_came_is_for_saving_and_never_shown() throws IOException {
    example();
    var directory = images().resolve("harbour-news/kept");
    Files.createDirectories(directory);
    for (var name : new String[] {"a.svg", "a.html", "a.webp", "a.JPG", "a.jpg.svg"}) {
      Files.writeString(directory.resolve(name), "<svg onload='alert(1)'/>");
      var answer = ask("GET", "/images/harbour-news/kept/" + name, null);
      assertThat(answer.type()).isEqualTo("application/octet-stream");
      assertThat(answer.header("Content-Disposition")).startsWith("attachment");
    }
  }

  @Test
  void a_link_that_leads_out_of_the_pictures_leads_nowhere() throws IOException {
    example();
    var secret = Files.writeString(ApiNode.directory().resolve("secret/s.jpg"), "secret");
    link(images().resolve("harbour-news/out.jpg"), secret);
    link(images().resolve("harbour-news/out"), secret.getParent());
    link(images().resolve("outside"), ApiNode.directory());
    for (var path :
        new String[] {"harbour-news/out.jpg", "harbour-news/out/s.jpg", "outside/secret/s.jpg"}) {
      var answer = ask("GET", "/images/" + path, null);
      assertThat(answer.status()).as(path).isEqualTo(404);
    }
  }

  private static Path images() {
    return ApiNode.data().resolve("images");
  }

  private static void link(Path link, Path target) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target);
  }
}
