package io.sluice.dataset;

import java.util.List;
import java.util.Locale;

/**
 * What a document is about: each category has words of its own, of which some are those of its
 * neighbours too, and words that all share, so that documents can be told apart, but not all.
 */
enum DocumentCategory {
  CONTRACTS(
      """
      agreement party parties lessor lessee clause term termination notice obligation liability
      warranty indemnity confidentiality breach remedy governing law jurisdiction arbitration
      execution signature hereby herein thereof hereinafter consideration assignment amendment
      waiver severability force majeure licence royalty tenant landlord premises deposit payment
      delivery schedule annex effective renewal penalty damages insurance""",
      "agreement",
      "lease",
      "licence",
      "service terms"),
  INVOICES(
      """
      invoice amount total subtotal tax rate net gross due payment bank account transfer reference
      customer supplier order quantity unit price discount item description delivery shipping
      freight currency balance credit debit overdue reminder receipt purchase number date terms
      carriage packing pallet litre kilogram piece hour labour deposit remittance statement""",
      "invoice",
      "bill",
      "statement of account",
      "reminder"),
  MINUTES(
      """
      meeting minutes chair secretary present absent apologies agenda item motion seconded carried
      vote abstained discussion decision action owner deadline committee board council member
      quorum adjourned approved resolved proposal report treasurer budget next date attendance
      proceedings matter arising correspondence planning subcommittee volunteer notice schedule""",
      "minutes",
      "meeting",
      "board",
      "committee"),
  MANUALS(
      """
      press button switch lever valve pump engine filter oil pressure temperature install remove
      screw bolt wrench torque cable battery voltage warning caution danger step procedure check
      replace clean lubricate maintenance interval fault indicator display menu setting calibrate
      figure diagram part number unit delivery schedule operator guard housing gasket bearing""",
      "manual",
      "handbook",
      "instructions",
      "service guide"),
  LETTERS(
      """
      dear sincerely regards thank grateful pleased sorry hope wish family visit weather holiday
      garden kitchen summer winter birthday wedding news remember forgot wrote letter answer
      question kind warm friend neighbour mother father brother sister children school journey
      train ferry house window evening morning soon yours truly greetings invitation apologies""",
      "letter",
      "note",
      "greetings",
      "invitation"),
  REPORTS(
      """
      report survey result figure table sample measurement average increase decrease trend quarter
      year season region harvest catch stock population estimate method analysis data source
      conclusion summary recommendation finding risk forecast share percent growth decline index
      comparison baseline project budget description committee temperature pressure station""",
      "report",
      "survey",
      "annual review",
      "study");

  /** Of all that people write, the frequent ones first. */
  static final List<String> COMMON =
      words(
          """
          the of and to a in that is for it as was with be by on not he his but at are this have from
          or had an they which one you were her all she there would their we him been has when who
          will more no if out so said what up its about into than them can only other new some could
          time these two may then do first any my now such like our over man me even most made after
          also did many before must through back years where much your way well down should because
          each just those people how too little state good very make world still own see men work
          long get here between both life being under never day same another know while last might us
          great old year off come since against go came right used take three harbour office water
          street town paper place small number part use case point hand high room fact group keep
          north south east west open close early late large number less side line head half week
          month given whole name word order local general public further following above below
          during within without upon toward every per against among however therefore although""");

  private final List<String> words;
  private final List<String> titles;

  DocumentCategory(String words, String... titles) {
    this.words = words(words);
    this.titles = List.of(titles);
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  List<String> words() {
    return words;
  }

  /** What its documents are called. */
  List<String> titles() {
    return titles;
  }

  /** Its folder. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
