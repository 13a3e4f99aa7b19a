package io.sluice.website;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.website.WebsiteList.Place;
import org.junit.jupiter.api.Test;

class ListedSiteTest {
  @Test
  void what_is_listed_is_read_as_it_was() {
    var site = "https://a.example/";
    assertThat(listed(new Place(7, "a.example", site, true, "a.example", site, null), 0))
        .isEqualTo(new ListedSite(7, 0, null, true, site));
    assertThat(listed(new Place(8, "a.example", site, false, "a.example", site, null), 7))
        .isEqualTo(new ListedSite(8, 7, null, false, site));
    assertThat(listed(new Place(9, "=1 !x\nhttps://b", null, false, "", "", "no_host"), 0))
        .isEqualTo(new ListedSite(9, 0, "no_host", false, "=1 !x\nhttps://b"));
  }

  private static ListedSite listed(Place place, long same) {
    return ListedSite.read(ListedSite.listed(place, same).address());
  }
}
