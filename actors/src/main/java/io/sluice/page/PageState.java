package io.sluice.page;

import java.util.Locale;

/** What a page is good for. */
public enum PageState {
  /** It speaks for its site. */
  GOOD,
  /** It says less than a few words, or needs scripts to say anything. */
  THIN,
  /** The domain waits for a buyer, or shows what a server shows before anybody has set it up. */
  PARKED,
  /** It says that there is no such page, with a status that says otherwise. */
  SOFT_404,
  /** It wants to know first whether a person asks. */
  CHALLENGE,
  /** It is no page. */
  NOT_HTML;

  /** As it is written in results. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether what it says is about its site. */
  public boolean speaks() {
    return this == GOOD || this == THIN;
  }
}
