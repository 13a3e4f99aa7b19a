/**
 * What a node answers, as the description of its API tells it: the API writes these records as
 * JSON, the client reads them. What an answer of an older node may lack has a value that stands for
 * none; an answer without what makes it one is refused. Fields of newer nodes are left out by who
 * reads.
 */
package io.sluice.view;
