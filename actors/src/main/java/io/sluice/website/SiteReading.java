package io.sluice.website;

import io.sluice.page.SiteFacts;
import java.util.Optional;

/**
 * What was read at a site.
 *
 * @param reason why that is not all, or hardly anything; empty if there is nothing to say
 * @param detail what is special about that; may be empty
 * @param facts null if it was not asked
 * @param bytes of its pages
 */
record SiteReading(
    SiteStatus status, Optional<SiteReason> reason, String detail, SiteFacts facts, long bytes) {}
