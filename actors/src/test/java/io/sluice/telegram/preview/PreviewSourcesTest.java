package io.sluice.telegram.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sluice.channel.SourceSpec;
import io.sluice.channel.Terms;
import io.sluice.channel.UnfitSourceException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewSourcesTest {
  private static final PreviewSources SOURCES =
      PreviewSources.from(ConfigFactory.defaultReference());

  @ParameterizedTest
  @ValueSource(strings = {"@Harbour_News", "t.me/Harbour_News", "tg://resolve?domain=Harbour_News"})
  void a_link_in_any_form_is_one_channel(String typed) throws IOException {
    assertThat(SOURCES.isMeantBy(typed)).isTrue();
    var offer = SOURCES.offer(typed, Terms.ALL);
    assertThat(offer.place()).isEqualTo("@Harbour_News");
    assertThat(offer.isOne()).isTrue();
    var channel = offer.channels().get(0);
    assertThat(channel.alias()).isEqualTo("telegram:harbour_news");
    assertThat(channel.name()).isEqualTo("Harbour_News");
    assertThat(channel.mayBe()).isEqualTo("telegram:channel:");
    assertThat(channel.source())
        .isEqualTo(new SourceSpec("telegram-web", "web preview", "Harbour_News", "", 0));
  }

  @Test
  void what_is_wanted_of_it_is_in_its_source() throws IOException {
    var since = Instant.parse("2025-01-31T00:00:00Z");
    var terms = new Terms(since, 30, Optional.of(Duration.ofSeconds(90)), Optional.empty());
    var source = SOURCES.offer("@harbour_news", terms).channels().get(0).source();
    assertThat(source.since()).isEqualTo("2025-01-31T00:00:00Z");
    assertThat(source.limit()).isEqualTo(30);
    assertThat(source.followMillis()).isEqualTo(90_000);
    assertThat(source.terms()).isEqualTo(terms);
  }

  @Test
  void a_link_that_leads_to_no_public_channel_is_refused_with_its_reason() {
    assertThat(SOURCES.isMeantBy("https://t.me/+abcdef")).isTrue();
    assertThatThrownBy(() -> SOURCES.offer("https://t.me/+abcdef", Terms.ALL))
        .isInstanceOf(UnfitSourceException.class)
        .hasMessageStartingWith("an invite link needs an account");
  }

  @ParameterizedTest
  @ValueSource(strings = {"durov", "exports/january", "/srv/result.json", "https://example.org/"})
  void other_words_are_not_meant_as_channels_of_telegram(String typed) {
    assertThat(SOURCES.isMeantBy(typed)).isFalse();
  }

  @Test
  void its_looks_for_news_share_the_rate_of_the_site() {
    assertThat(SOURCES.lookRate())
        .hasValueSatisfying(
            rate -> {
              assertThat(rate.setting()).isEqualTo("TELEGRAM_PAGE_RATE");
              assertThat(rate.perSecond()).isEqualTo(1);
            });
  }
}
