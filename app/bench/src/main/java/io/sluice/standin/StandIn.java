package io.sluice.standin;

import io.sluice.standin.StandInRecord.Closing;
import io.sluice.standin.StandInRecord.PageRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stands in for Telegram's web preview on this machine: one port for pages and one for photos, with
 * channels whose truth is known and faults that are asked for. It serves until it is closed.
 */
public final class StandIn implements AutoCloseable {
  private final String host;
  private final StandInChannels channels;
  private final Faults faults;
  private final ServedTally tally;
  private final StandInPort pages;
  private final StandInPort photos;

  private StandIn(StandInOptions options) {
    var clock = Clock.systemUTC();
    host = options.host;
    var maker = new PhotoMaker(options);
    channels = new StandInChannels(options, maker, clock);
    faults = new Faults(options, clock);
    tally = new ServedTally(clock);
    pages = new StandInPort(options.host, options.port);
    photos = new StandInPort(options.host, options.photoPort);
    var urls = new PhotoUrls(photos(), options, faults.photoGate(), clock);
    var records = new RecordPages(this::record, channels);
    pages.start(new PageSite(options, channels, urls, faults, tally, records));
    photos.start(new PhotoSite(channels, maker, urls, faults, tally));
  }

  /**
   * @throws IllegalArgumentException if an option is out of its range
   * @throws java.io.UncheckedIOException if a port is taken
   */
  public static StandIn start(StandInOptions options) {
    return new StandIn(options.checked());
  }

  /** Where {@code https://t.me} would be, without a slash at the end. */
  public URI pages() {
    return URI.create("http://" + host + ":" + pagePort());
  }

  /** Where the servers of photos would be, without a slash at the end. */
  public URI photos() {
    return URI.create("http://" + host + ":" + photoPort());
  }

  public int pagePort() {
    return pages.port();
  }

  public int photoPort() {
    return photos.port();
  }

  /**
   * @param name in any case
   * @throws IllegalArgumentException if there is none of that name
   */
  public StandInChannel channel(String name) {
    var channel = channels.find(name);
    if (channel == null) {
      throw new IllegalArgumentException("no channel " + name + ", only " + channels.names());
    }
    return channel;
  }

  /** All channels but the canary, which is {@code channel("telegram")}. */
  public List<StandInChannel> channels() {
    return channels.ordinary();
  }

  /** Closes the pages from now on; for two seconds, unannounced, if the time is zero. */
  public void flood(Duration retryAfter) {
    faults.pageGate().close(retryAfter);
  }

  /** Closes the photos from now on, likewise. */
  public void floodPhotos(Duration retryAfter) {
    faults.photoGate().close(retryAfter);
  }

  /** Lets everything seem to be missing from now on. */
  public void softBan(Duration time) {
    faults.softBan().begin(time);
  }

  /** Answers no request for a newest page from now on, until some may pass or all. */
  public void holdLooks() {
    faults.lookGate().hold();
  }

  /** Of the looks that are held back, answers so many at each channel. */
  public void letLooks(int each) {
    faults.lookGate().let(each);
  }

  /** Answers each look again. */
  public void openLooks() {
    faults.lookGate().open();
  }

  /** Waits so long before each answer from now on. */
  public void latency(Duration latency) {
    faults.latency(latency);
  }

  /** Resets every connection, open or new, until it is called with false. */
  public void down(boolean down) {
    pages.down(down);
    photos.down(down);
  }

  public StandInRecord record() {
    var asked = tally.pages();
    return new StandInRecord(
        tally.served(),
        ServedTally.most(asked, 1_000),
        ServedTally.most(asked, 10_000),
        faults.pageGate().early() + faults.photoGate().early(),
        faults.pageLimit().refused(),
        closings(),
        asked.stream()
            .collect(
                Collectors.groupingBy(PageRequest::channel, TreeMap::new, Collectors.counting())),
        asked,
        channels().size(),
        channels().stream().mapToLong(StandInChannel::messageCount).sum(),
        channels().stream().mapToLong(StandInChannel::photoCount).sum());
  }

  private List<Closing> closings() {
    return Stream.of(faults.pageGate(), faults.photoGate())
        .map(FloodGate::closings)
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(Closing::closedMillis))
        .toList();
  }

  /** Drops every connection; the same ports can be taken again at once. */
  @Override
  public void close() {
    pages.close();
    photos.close();
  }
}
