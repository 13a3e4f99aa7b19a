package io.sluice.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ledger.WriteBehind;
import io.sluice.ledger.channel.ChannelStates;
import io.sluice.ledger.channel.ChannelStates.State;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Keeps a channel's row up to what its journal says, without making the channel wait. */
final class StateRow {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long channel;
  private final WriteBehind<State> row;
  private ChannelState noted;

  StateRow(long channel, ChannelStates states, Executor jdbc) {
    this.channel = channel;
    row =
        new WriteBehind<>(
            "Channel %d: its state".formatted(channel),
            states::write,
            (earlier, later) -> later.error().isEmpty() ? later.with(earlier.error()) : later,
            jdbc);
  }

  /** Notes the state, if it is another than the last. */
  void note(ChannelState state, long version) {
    if (!state.equals(noted)) {
      noted = state;
      row.put(row(state, version, Optional.empty()));
    }
  }

  /** Calls when all that was noted is written: now, if it is. */
  void whenWritten(Runnable call) {
    row.whenWritten(call);
  }

  /** Notes what a run stumbled over. */
  void stumbled(ChannelState state, long version, String error) {
    row.put(row(state, version, Optional.of(error)));
  }

  private State row(ChannelState state, long version, Optional<String> error) {
    var current = Stream.ofNullable(state.collection());
    var sources =
        Stream.concat(current, state.plan().later().stream())
            .map(Channel.Collection::source)
            .toList();
    try {
      return new State(
          channel,
          version,
          state.phase().column(),
          state.reason().isEmpty() ? null : state.reason(),
          error,
          JSON.writeValueAsString(sources),
          state.plan().failures());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a source is a record of plain values", e);
    }
  }
}
