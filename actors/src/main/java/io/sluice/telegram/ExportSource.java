package io.sluice.telegram;

import io.sluice.channel.Arrival;
import io.sluice.channel.ChannelSource;
import io.sluice.export.BrokenExportException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The messages of one chat of a Telegram Desktop export. The file is read on the dispatcher {@code
 * sluice.source-dispatcher}, a message at a time.
 *
 * <p>A message that is malformed is passed over and counted. A stream fails with {@link
 * BrokenExportException} behind the last whole message of a file that is cut off, and with an
 * {@link java.io.IOException} that names the path if the file cannot be read. If the file changed
 * since the chat was found, the chat is looked up in it again.
 */
final class ExportSource implements ChannelSource<ExportCursor> {
  private static final String DISPATCHER = "sluice.source-dispatcher";

  /**
   * Bytes of messages that go from the file's threads to others in one go: few goes where they are
   * short, and no more than one message on its way where one is long.
   */
  private static final long AT_ONCE = 32 << 10;

  private static final Attributes ONE_ON_ITS_WAY = Attributes.inputBuffer(1, 1);

  private final ExportChat chat;
  private final ExportOptions options;

  public ExportSource(ExportChat chat, ExportOptions options) {
    this.chat = chat;
    this.options = options;
  }

  @Override
  public Class<ExportCursor> cursorType() {
    return ExportCursor.class;
  }

  @Override
  public Source<Arrival<ExportCursor>, NotUsed> messagesAfter(Optional<ExportCursor> cursor) {
    var messages = steps(cursor).mapConcat(ExportReader.Step::arrivals);
    return options.limit() == 0 ? messages : messages.take(options.limit());
  }

  @Override
  public Source<Arrival<ExportCursor>, NotUsed> messages(SortedSet<Long> ids) {
    return steps(Optional.empty())
        .mapConcat(ExportReader.Step::arrivals)
        .filter(arrival -> !arrival.isMark() && ids.contains(arrival.message().id()));
  }

  /** 0 also for a cursor that does not fit, since reading starts at the beginning then. */
  @Override
  public double progress(ExportCursor cursor) {
    return cursor.fits(chat, options.selectionOf(chat)) ? chat.shareBefore(cursor.offset()) : 0;
  }

  @Override
  public Map<String, Long> passedOver(ExportCursor cursor) {
    return cursor.passedOver();
  }

  private Source<ExportReader.Step, NotUsed> steps(Optional<ExportCursor> cursor) {
    return Source.unfoldResource(
            () -> ExportReader.open(chat, options, cursor), ExportReader::read, ExportReader::close)
        // What opens and closes a resource has a dispatcher of its own unless it is told here.
        .withAttributes(ActorAttributes.dispatcher(DISPATCHER))
        .groupedWeighted(AT_ONCE, ExportReader.Step::weight)
        .addAttributes(ActorAttributes.dispatcher(DISPATCHER))
        .mapConcat(steps -> steps)
        .addAttributes(ONE_ON_ITS_WAY);
  }
}
