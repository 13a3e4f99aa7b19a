package io.sluice.category;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.category.Verdict.Candidate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CategoryModelTest {
  private static final int CATEGORIES = 6;

  private final Random random = new Random(7);

  /** A text of common words, with some of its category's own and some of another's. */
  private String text(int category, double own, int words) {
    var text = new StringBuilder();
    int other = random.nextInt(CATEGORIES);
    for (int i = 0; i < words; i++) {
      double chance = random.nextDouble();
      int of = chance < own ? category : chance < own + 0.06 ? other : -1;
      text.append(of < 0 ? word("common", 300) : word("own" + letter(of), 40)).append(' ');
    }
    return text.toString();
  }

  private String word(String kind, int of) {
    int skewed = (int) (random.nextDouble() * random.nextDouble() * of);
    return kind + letter(skewed / 26) + letter(skewed % 26);
  }

  private static char letter(int number) {
    return (char) ('a' + number);
  }

  private CategoryModel model(int examples) {
    var lessons = new CategoryLessons();
    for (int category = 0; category < CATEGORIES; category++) {
      lessons.begin("category " + category, "");
      for (int i = 0; i < examples; i++) {
        lessons.add(text(category, 0.10 + 0.20 * random.nextDouble(), 2_000));
      }
    }
    return lessons.model();
  }

  private double share(CategoryModel model) {
    int right = 0;
    int all = 300;
    for (int i = 0; i < all; i++) {
      int category = i % CATEGORIES;
      var text = text(category, 0.10 + 0.20 * random.nextDouble(), 2_000);
      right += model.candidates(text).get(0).category().equals("category " + category) ? 1 : 0;
    }
    return right / (double) all;
  }

  @Test
  void texts_are_told_apart_by_the_words_of_few_examples() {
    assertThat(share(model(10))).isGreaterThan(0.95);
  }

  @Test
  void scores_go_from_nothing_in_common_to_the_same() {
    var lessons = new CategoryLessons();
    lessons.begin("letters", "dear sincerely");
    lessons.begin("bills", "amount due");
    var model = lessons.model();
    assertThat(model.candidates("Dear sincerely LETTERS!").get(0))
        .satisfies(
            first -> {
              assertThat(first.category()).isEqualTo("letters");
              assertThat(first.score()).isBetween(0.999, 1.001);
            });
    assertThat(model.candidates("12 words, 3 unknown"))
        .extracting(Candidate::score)
        .containsExactly(0.0, 0.0);
    assertThat(model.candidates("")).hasSize(2);
  }

  @Test
  void scripts_without_spaces_and_letters_beyond_two_bytes_are_words_too() {
    var lessons = new CategoryLessons();
    lessons.begin("租约", "房屋租赁合同");
    lessons.begin("发票", "增值税发票金额");
    lessons.begin("𝒜ℬ", "𐐀𐐁𐐂");
    var model = lessons.model();
    assertThat(model.candidates("本房屋租赁合同由双方").get(0).category()).isEqualTo("租约");
    assertThat(model.candidates("开具增值税发票").get(0).category()).isEqualTo("发票");
    assertThat(model.candidates("𐐨𐐩𐐪").get(0).category()).isEqualTo("𝒜ℬ");
  }

  @Test
  void a_long_sample_takes_about_a_millisecond() {
    var model = model(30);
    var samples = new ArrayList<String>();
    for (int i = 0; i < 200; i++) {
      samples.add(text(i % CATEGORIES, 0.2, 4_000).substring(0, 16_000));
    }
    var best = Duration.ofDays(1);
    for (int round = 0; round < 10; round++) {
      long began = System.nanoTime();
      assertThat(samples.stream().map(model::candidates).map(List::size)).containsOnly(CATEGORIES);
      var took = Duration.ofNanos(System.nanoTime() - began).dividedBy(samples.size());
      best = took.compareTo(best) < 0 ? took : best;
    }
    assertThat(best).isLessThan(Duration.ofMillis(5));
  }
}
