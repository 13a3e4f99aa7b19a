package io.sluice.view;

import java.util.List;

/** All categories, by name. */
public record CategoriesView(List<CategoryView> categories) {
  public CategoriesView {
    categories = Lists.orNone(categories);
  }
}
