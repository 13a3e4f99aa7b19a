package io.sluice.file;

import io.sluice.http.GuardedHttp;
import io.sluice.origin.Origins;

/**
 * The way of a node to files of the web.
 *
 * @param origins whose leave each request needs
 */
public record WebAccess(GuardedHttp http, Origins origins, WebSettings settings) {}
