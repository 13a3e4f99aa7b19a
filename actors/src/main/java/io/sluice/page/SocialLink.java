package io.sluice.page;

/** A page of the site's own at a social network. */
public record SocialLink(String network, String address) {}
