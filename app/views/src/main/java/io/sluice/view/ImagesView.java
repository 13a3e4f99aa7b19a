package io.sluice.view;

import java.util.List;

/** A page of photos that have a picture. */
public record ImagesView(List<PhotoView> images, String next) {}
