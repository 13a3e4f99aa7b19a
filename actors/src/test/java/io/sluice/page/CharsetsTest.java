package io.sluice.page;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which charset a page is read. */
class CharsetsTest {
  private static final String GERMAN =
      "Seit vielen Jahren fertigen wir Möbel für Küchen und Räume, natürlich größtenteils nach Maß,"
          + " für Häuser und Gärten in ganz Österreich, und prüfen jedes Stück vor der Übergabe.";
  private static final String RUSSIAN =
      "Наша мастерская уже тридцать лет делает мебель на заказ для домов и квартир, и каждый"
          + " предмет мы проверяем перед тем, как передать его заказчику.";
  private static final String JAPANESE =
      "当社は三十年にわたり、注文家具を製作してまいりました。お客様のご要望に合わせて、机や椅子、台所まで一つ一つ手作りしています。";

  private static String page(String declared, String text) {
    var meta = declared.isEmpty() ? "" : "<meta charset=\"" + declared + "\">";
    return "<!doctype html><html><head>%s<title>x</title></head><body><p>%s</p></body></html>"
        .formatted(meta, text);
  }

  @Test
  void a_mark_wins_over_all_that_is_declared() {
    for (var charset : new Charset[] {UTF_8, UTF_16LE, UTF_16BE}) {
      var facts =
          MadePages.bytes("\uFEFF" + page("koi8-r", GERMAN), charset, "text/html; charset=big5");
      assertThat(facts.text().text()).isEqualTo(GERMAN);
      assertThat(facts.charset()).isEqualTo(charset.name());
      assertThat(facts.charsetFrom()).isEqualTo("bom");
    }
  }

  @Test
  void utf_16_without_a_mark_is_seen() {
    assertThat(MadePages.bytes(page("", GERMAN), UTF_16LE, "text/html").text().text())
        .isEqualTo(GERMAN);
    assertThat(MadePages.bytes(page("utf-8", GERMAN), UTF_16BE, "text/html").text().text())
        .isEqualTo(GERMAN);
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1252, iso-8859-1, header",
    "windows-1252, '', guess",
    "windows-1252, utf-8, guess",
    "UTF-8, iso-8859-1, guess",
    "UTF-8, '', guess",
    "UTF-8, utf-8, header"
  })
  void german_is_read_whatever_is_declared(String charset, String declared, String from) {
    var type = declared.isEmpty() ? "text/html" : "text/html; charset=" + declared;
    var facts = MadePages.bytes(page("", GERMAN), Charset.forName(charset), type);
    assertThat(facts.text().text()).isEqualTo(GERMAN);
    assertThat(facts.charset()).isEqualTo(charset);
    assertThat(facts.charsetFrom()).isEqualTo(from);
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1251, windows-1251",
    "windows-1251, ''",
    "KOI8-R, koi8-r",
    "KOI8-R, ''",
    "windows-1251, utf-8"
  })
  void russian_is_read_whatever_is_declared(String charset, String declared) {
    var facts = MadePages.bytes(page(declared, RUSSIAN), Charset.forName(charset), "text/html");
    assertThat(facts.text().text()).isEqualTo(RUSSIAN);
    assertThat(facts.language().code()).isEqualTo("ru");
  }

  @ParameterizedTest
  @CsvSource({
    "Shift_JIS, shift_jis",
    "Shift_JIS, ''",
    "EUC-JP, euc-jp",
    "EUC-JP, ''",
    "Shift_JIS, utf-8",
    "ISO-2022-JP, iso-2022-jp"
  })
  void japanese_is_read_whatever_is_declared(String charset, String declared) {
    var facts = MadePages.bytes(page(declared, JAPANESE), Charset.forName(charset), "text/html");
    assertThat(facts.text().text()).isEqualTo(JAPANESE);
    assertThat(facts.language().code()).isEqualTo("ja");
  }

  @ParameterizedTest
  @CsvSource({
    "GBK, gb2312, 我们的作坊三十年来一直为家庭制作定制家具每一件都由同样的五个人设计制造和运送",
    "Big5, big5, 我們的作坊三十年來一直為家庭製作訂製家具每一件都由同樣的五個人設計製造和運送",
    "EUC-KR, euc-kr, 저희 공방은 삼십 년 동안 가정을 위한 맞춤 가구를 만들어 왔으며 모든 것을 직접 설계합니다",
    "windows-1256, windows-1256, ورشتنا تصنع الأثاث حسب الطلب منذ ثلاثين عاما لجميع البيوت والمكاتب في المدينة",
    "windows-1255, windows-1255, בית המלאכה שלנו מייצר רהיטים לפי הזמנה כבר שלושים שנה לבתים ולמשרדים בכל העיר",
    "windows-1253, windows-1253, Το εργαστήριό μας φτιάχνει έπιπλα κατά παραγγελία εδώ και τριάντα χρόνια για σπίτια",
    "windows-1254, iso-8859-9, Atölyemiz otuz yıldır evler için ısmarlama mobilya yapıyor ve her şeyi aynı beş kişi çiziyor"
  })
  void what_is_declared_is_taken_for_what_browsers_take_it_for(
      String charset, String declared, String text) {
    var facts = MadePages.bytes(page(declared, text), Charset.forName(charset), "text/html");
    assertThat(facts.text().text()).isEqualTo(text);
    assertThat(facts.charsetFrom()).isEqualTo("meta");
  }

  @Test
  void a_header_wins_over_a_meta_and_an_unknown_name_is_passed_over() {
    var facts =
        MadePages.bytes(
            page("windows-1251", GERMAN),
            Charset.forName("windows-1252"),
            "text/html;charset=latin1");
    assertThat(facts.text().text()).isEqualTo(GERMAN);
    var unknown =
        MadePages.bytes(
            page("windows-1252", GERMAN),
            Charset.forName("windows-1252"),
            "text/html; charset=none");
    assertThat(unknown.charsetFrom()).isEqualTo("meta");
    assertThat(unknown.text().text()).isEqualTo(GERMAN);
  }

  @Test
  void a_broken_sign_in_utf_8_does_not_make_it_another_charset() {
    var bytes = page("utf-8", GERMAN + " " + RUSSIAN).getBytes(UTF_8);
    bytes[bytes.length - 40] = (byte) 0xFF;
    var facts = MadePages.READER.read(new FetchedPage(MadePages.HOME, 200, Map.of(), bytes, false));
    assertThat(facts.charset()).isEqualTo("UTF-8");
    assertThat(facts.text().text()).startsWith(GERMAN);
  }

  @Test
  void a_charset_that_steers_itself_by_escapes_is_not_taken() {
    assertThat(MadePages.bytes(page("utf-7", GERMAN), UTF_8, "text/html").text().text())
        .isEqualTo(GERMAN);
  }
}
