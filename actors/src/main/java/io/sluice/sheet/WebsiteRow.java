package io.sluice.sheet;

import java.util.List;

/**
 * A row of a list, of which it is known what its cells mean. What the list does not have is empty.
 *
 * @param address as it was written; {@link SiteAddress} tells whether it is one
 * @param cells all of it, as many as there are names of columns or more
 */
public record WebsiteRow(
    long line,
    String address,
    String contactForm,
    String companyName,
    String industry,
    List<String> cells) {}
