package io.sluice.view;

import java.util.List;

/**
 * What a list of websites is found to be.
 *
 * @param address which column has the addresses, from 0, as those that follow; -1 for none
 * @param format in words
 * @param rows that there are, also those that name no website
 * @param bad of these, those that name none
 * @param first cells of the first ones that name one
 */
public record ListPreviewView(
    String format,
    List<String> columns,
    int address,
    int contactForm,
    int companyName,
    int industry,
    long rows,
    long bad,
    List<List<String>> first) {
  public ListPreviewView {
    columns = Lists.orNone(columns);
    first = Lists.orNone(first);
  }
}
