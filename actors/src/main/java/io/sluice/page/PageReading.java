package io.sluice.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One page while it is read: walked through once, and then asked for each of its facts. */
final class PageReading {
  private final FetchedPage page;
  private final PageSettings settings;
  private final String address;
  private final DecodedPage decoded;
  private final ParsedPage parsed;
  private final HeadWatcher head = new HeadWatcher();
  private final BlockWatcher text = new BlockWatcher();
  private final DataWatcher data = new DataWatcher();
  private final FormWatcher forms = new FormWatcher();
  private final LinkWatcher links;
  private final Emails emails;
  private final SignWatcher signs;

  PageReading(FetchedPage page, PageSettings settings) {
    this.page = page;
    this.settings = settings;
    address = page.address().toString();
    decoded = DecodedPage.of(page);
    parsed = ParsedPage.of(decoded.html());
    links = new LinkWatcher(address);
    emails = new Emails(parsed.source());
    signs = new SignWatcher(emails);
  }

  PageFacts facts(boolean guessed, Optional<Language> home) {
    PageWalk.through(parsed.page(), List.of(head, text, data, forms, links, signs));
    var blocks = text.blocks();
    var main = MainText.of(blocks, text.characters(), settings.mostText());
    var language = Language.of(head.language(), main.text(), home);
    var things = data.things();
    var contacts = contacts(blocks, things, language);
    var shown = PageSigns.of(page, head, blocks, signs);
    boolean form = !contacts.forms().isEmpty();
    var mask = new EmailMask(contacts.emails());
    var judged = PageJudge.of(shown, main.words(), form, settings.leastWords(), guessed);
    var host = PageAddress.host(address);
    boolean imprint = SitePages.isImprint(address, head.title());
    return new PageFacts(
        page.address(),
        page.status(),
        judged.state(),
        signs.isFrameset() && judged.state() == PageState.THIN ? "frameset" : judged.sign(),
        decoded.charset(),
        decoded.from(),
        page.cut() ? "body" : parsed.cutBy(),
        mask.of(Heading.of(head, links.base())),
        language,
        new MainText(mask.of(main.text()), main.words(), main.cut()),
        CompanyName.of(host, head, things, blocks, imprint).orElse(null),
        contacts,
        mask.of(things),
        Permissions.of(page, head),
        links.links(),
        List.copyOf(links.frames()));
  }

  private Contacts contacts(List<TextBlock> blocks, List<SchemaThing> things, Language language) {
    links.mails().forEach(emails::link);
    things.forEach(thing -> emails.schema(thing.field("email")));
    blocks.forEach(block -> emails.text(block.text()));
    var found = emails.found();
    var kept = found.stream().filter(one -> one.role() || settings.personalEmails()).toList();
    int personal = (int) found.stream().filter(one -> !one.role()).count();
    var addresses = PostalAddresses.of(things, data, blocks);
    var regions = PhoneRegions.of(PageAddress.host(address), language, addresses);
    return new Contacts(
        addresses,
        Phones.of(links.telephones(), things, blocks, regions),
        kept,
        personal,
        emails.hidden(),
        SocialLinks.of(links.links()),
        forms.contactForms(address, links.base(), leadingToForms()));
  }

  private List<String> leadingToForms() {
    var all = new ArrayList<>(links.inlineFrames());
    links.links().forEach(link -> all.add(link.address()));
    return all;
  }
}
