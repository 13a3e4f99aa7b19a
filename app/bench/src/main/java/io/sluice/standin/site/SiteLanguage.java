package io.sluice.standin.site;

/** Twelve languages in which sites say who they are, where to ask and what they do. */
enum SiteLanguage {
  EN(
      "en",
      "Contact us",
      "contact",
      "About us",
      "We have been making pumps and pipes for houses and small factories for thirty years.",
      "Our workshop is open from Monday to Friday, and we answer every letter within a day."),
  DE(
      "de",
      "Kontakt",
      "kontakt",
      "Über uns",
      "Seit dreißig Jahren bauen wir Pumpen und Rohre für Häuser und kleine Betriebe.",
      "Unsere Werkstatt ist von Montag bis Freitag geöffnet, und wir antworten auf jede Anfrage."),
  FR(
      "fr",
      "Contactez-nous",
      "nous-contacter",
      "À propos",
      "Depuis trente ans nous fabriquons des pompes et des tuyaux pour les maisons et les ateliers.",
      "Notre atelier est ouvert du lundi au vendredi et nous répondons à chaque lettre."),
  ES(
      "es",
      "Contacto",
      "contacto",
      "Quiénes somos",
      "Desde hace treinta años fabricamos bombas y tubos para casas y pequeños talleres.",
      "Nuestro taller está abierto de lunes a viernes y respondemos a todas las cartas."),
  IT(
      "it",
      "Contatti",
      "contatti",
      "Chi siamo",
      "Da trent'anni costruiamo pompe e tubi per le case e per le piccole officine.",
      "La nostra officina è aperta dal lunedì al venerdì e rispondiamo a ogni lettera."),
  PT(
      "pt",
      "Fale conosco",
      "contato",
      "Sobre nós",
      "Há trinta anos fabricamos bombas e tubos para casas e pequenas oficinas.",
      "A nossa oficina está aberta de segunda a sexta e respondemos a todas as cartas."),
  NL(
      "nl",
      "Neem contact op",
      "contact",
      "Over ons",
      "Al dertig jaar maken wij pompen en buizen voor huizen en kleine bedrijven.",
      "Onze werkplaats is open van maandag tot vrijdag en wij beantwoorden elke brief."),
  PL(
      "pl",
      "Kontakt",
      "kontakt",
      "O nas",
      "Od trzydziestu lat produkujemy pompy i rury dla domów i małych zakładów.",
      "Nasz warsztat jest otwarty od poniedziałku do piątku i odpowiadamy na każdy list."),
  RU(
      "ru",
      "Контакты",
      "kontakty",
      "О компании",
      "Уже тридцать лет мы делаем насосы и трубы для домов и небольших мастерских.",
      "Наша мастерская открыта с понедельника по пятницу, и мы отвечаем на каждое письмо."),
  TR(
      "tr",
      "İletişim",
      "iletisim",
      "Hakkımızda",
      "Otuz yıldır evler ve küçük atölyeler için pompa ve boru üretiyoruz.",
      "Atölyemiz pazartesiden cumaya kadar açıktır ve her mektuba cevap veririz."),
  JA(
      "ja",
      "お問い合わせ",
      "inquiry",
      "会社概要",
      "私たちは三十年にわたり、住宅や小さな工場のためにポンプと配管を作ってきました。",
      "工房は月曜日から金曜日まで開いており、すべてのお手紙にお返事します。"),
  ZH("zh", "联系我们", "lianxi", "关于我们", "三十年来，我们一直为住宅和小型工厂制造水泵和管道。", "我们的车间周一至周五开放，我们会回复每一封来信。");

  private final String code;
  private final String contact;
  private final String contactPath;
  private final String about;
  private final String first;
  private final String second;

  SiteLanguage(
      String code, String contact, String contactPath, String about, String first, String second) {
    this.code = code;
    this.contact = contact;
    this.contactPath = contactPath;
    this.about = about;
    this.first = first;
    this.second = second;
  }

  String code() {
    return code;
  }

  /** What the link to its contact page says. */
  String contact() {
    return contact;
  }

  String contactPath() {
    return "/" + contactPath;
  }

  String about() {
    return about;
  }

  String first() {
    return first;
  }

  String second() {
    return second;
  }
}
