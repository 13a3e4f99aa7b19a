package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.channel.Channel;
import io.sluice.cluster.Departure;
import io.sluice.origin.Origin;
import io.sluice.serialization.CborSerializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes into the journal or to other nodes comes back as it was. */
class WireTest {
  private static ActorSystem<Void> system;
  private static ActorRef<Object> someone;

  @BeforeAll
  static void start() {
    var config =
        ConfigFactory.parseString("pekko.actor.provider = local")
            .withFallback(ConfigFactory.parseResources("io-sluice-node.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved());
    system = ActorSystem.create(Behaviors.empty(), "wire", config.resolve());
    someone = system.systemActorOf(Behaviors.empty(), "someone", Props.empty());
  }

  @AfterAll
  static void stop() {
    system.terminate();
  }

  static List<Class<?>> messages() {
    return Stream.of(
            Stream.<Class<?>>of(
                Channel.Update.class, Departure.Leave.class, Departure.Leaving.class),
            Arrays.stream(Origin.class.getDeclaredClasses()).filter(Class::isRecord),
            Arrays.stream(Channel.Command.class.getPermittedSubclasses()),
            Arrays.stream(Channel.Event.class.getPermittedSubclasses()))
        .flatMap(classes -> classes)
        .filter(CborSerializable.class::isAssignableFrom)
        .toList();
  }

  @Test
  void every_event_and_every_command_for_others_is_marked_for_the_wire() {
    assertThat(Channel.Event.class.getPermittedSubclasses())
        .allMatch(CborSerializable.class::isAssignableFrom);
    assertThat(Origin.Event.class.getPermittedSubclasses())
        .allMatch(CborSerializable.class::isAssignableFrom);
    assertThat(Origin.class.getDeclaredClasses())
        .filteredOn(Class::isRecord)
        .as("what an origin hears, says and keeps")
        .hasSizeGreaterThanOrEqualTo(8)
        .allMatch(CborSerializable.class::isAssignableFrom);
    assertThat(Channel.Command.class.getPermittedSubclasses())
        .filteredOn(type -> Modifier.isPublic(type.getModifiers()))
        .isNotEmpty()
        .allMatch(CborSerializable.class::isAssignableFrom);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void comes_back_as_it_was(Class<?> type) throws ReflectiveOperationException {
    var message = sample(type);
    var serialization = SerializationExtension.get(system);
    var serializer = serialization.findSerializerFor(message);
    assertThat(serializer.getClass().getSimpleName()).isEqualTo("JacksonCborSerializer");

    var bytes = serialization.serialize(message).get();
    assertThat(restored(serialization, message, bytes)).isEqualTo(message);
  }

  private static Object restored(Serialization serialization, Object message, byte[] bytes) {
    var serializer = serialization.findSerializerFor(message);
    var manifest = Serializers.manifestFor(serializer, message);
    return serialization.deserialize(bytes, serializer.identifier(), manifest).get();
  }

  /** One in which every part has a value, and none that it would have by itself. */
  private static Object sample(Type type) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == ActorRef.class) {
        return someone;
      }
      if (generic.getRawType() == Map.class) {
        return Map.of(sample(arguments[0]), sample(arguments[1]));
      }
      if (generic.getRawType() == List.class) {
        return List.of(sample(arguments[0]));
      }
      throw new IllegalArgumentException("no sample for " + type);
    }
    return sampleOf((Class<?>) type);
  }

  private static Object sampleOf(Class<?> type) throws ReflectiveOperationException {
    if (type.isRecord()) {
      var components = type.getRecordComponents();
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      var parts = new Object[components.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = sample(components[i].getGenericType());
      }
      return constructor.newInstance(parts);
    }
    if (type.isEnum()) {
      var constants = type.getEnumConstants();
      return constants[constants.length - 1];
    }
    return switch (type.getName()) {
      case "java.lang.String" -> "Ännchen 🚢 \"quoted\"";
      case "long", "java.lang.Long" -> Long.MAX_VALUE - 1;
      case "int", "java.lang.Integer" -> Integer.MIN_VALUE + 1;
      case "double", "java.lang.Double" -> 0.1 + 0.2;
      case "boolean", "java.lang.Boolean" -> true;
      default -> throw new IllegalArgumentException("no sample for " + type);
    };
  }
}
