package io.sluice.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.typesafe.config.ConfigFactory;
import io.sluice.channel.Channel;
import io.sluice.origin.Origin;
import io.sluice.origin.OriginSettings;
import io.sluice.serialization.CborSerializable;
import java.io.NotSerializableException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes into the journal or to other nodes comes back as it was, also from the bytes that
 * earlier versions wrote; and nothing else does.
 */
class WireTest {
  /** Of Pekko's serializers for Java's own serialization, and jackson-cbor. */
  private static final int JAVA = 1;

  private static final int JACKSON_CBOR = 33;

  private static final Map<String, Class<?>> MARKED = marked();

  private static ActorSystem<Void> system;
  private static Serialization serialization;
  private static Map<String, Object> values;

  @BeforeAll
  static void start() {
    var config =
        ConfigFactory.parseString("pekko.actor.provider = remote")
            .withFallback(ConfigFactory.parseResources("io-sluice-node.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved());
    system = ActorSystem.create(Behaviors.empty(), "wire", config.resolve());
    serialization = SerializationExtension.get(system);
    values = values();
  }

  @AfterAll
  static void stop() {
    system.terminate();
  }

  /** One of each that leaves the process, by the name of its files. */
  private static Map<String, Object> values() {
    ActorRef<?> someone =
        ActorRefResolver.get(system)
            .resolveActorRef("pekko://sluice@10.1.2.3:25520/user/someone#1234567");
    var samples = new WireSamples(someone);
    var values = new TreeMap<String, Object>();
    MARKED.forEach((name, type) -> values.put(name, samples.of(type)));
    var update = values.get("Channel.Update");
    values.put("StatusReply.success", StatusReply.success(update));
    values.put("StatusReply.error", StatusReply.error("it is removed"));
    values.put("ShardingEnvelope", new ShardingEnvelope<>("17", values.get("Channel.Collect")));
    return values;
  }

  private static Map<String, Class<?>> marked() {
    // All that matters is among our own classes, and the others are many.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    var types = new HashMap<String, Class<?>>();
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice")
            .stream()
            .filter(type -> type.isAssignableTo(CborSerializable.class))
            .filter(
                type -> !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .map(JavaClass::reflect)
            .forEach(type -> assertThat(types.put(name(type), type)).as(name(type)).isNull());
    return types;
  }

  private static String name(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  static List<String> names() {
    return List.copyOf(MARKED.keySet());
  }

  static List<String> all() {
    var names = new ArrayList<>(names());
    names.addAll(List.of("StatusReply.success", "StatusReply.error", "ShardingEnvelope"));
    return names;
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
    assertThat(names()).contains("Heartbeat.AskDatabase", "Heartbeat.HasDatabase");
  }

  @ParameterizedTest
  @MethodSource("names")
  void what_is_marked_is_cbor(String name) {
    assertThat(WireForm.of(serialization, values.get(name)).serializer()).isEqualTo(JACKSON_CBOR);
  }

  @ParameterizedTest
  @MethodSource("all")
  void comes_back_as_it_was(String name) {
    var value = values.get(name);
    assertThat(WireForm.of(serialization, value).read(serialization)).isEqualTo(value);
  }

  /** With {@code -Dwire.write=true} a form that is new is stored; one that is stored stays. */
  @ParameterizedTest
  @MethodSource("all")
  void has_its_form_stored_and_is_read_from_it(String name) {
    var form = WireForm.of(serialization, values.get(name));
    var stored = WireForm.stored(name);
    if (!stored.contains(form) && Boolean.getBoolean("wire.write")) {
      form.store(name, stored.size() + 1);
      stored = WireForm.stored(name);
    }
    assertThat(stored)
        .as(
            """
            %s has no stored sample of the bytes that are written of it now. If nodes of the \
            last version can read them, store it and commit the file: ./mvnw -pl app -am test \
            -Dtest=WireTest -Dwire.write=true -Dsurefire.failIfNoSpecifiedTests=false\
            """
                .formatted(name))
        .contains(form);
    assertThat(form.read(serialization)).isEqualTo(values.get(name));
  }

  /** What an earlier version wrote gives what it meant, and nothing where it had nothing to say. */
  @ParameterizedTest
  @MethodSource("all")
  void is_read_from_each_form_that_it_ever_had(String name) throws ReflectiveOperationException {
    var value = values.get(name);
    for (var form : WireForm.stored(name)) {
      var read = form.read(serialization);
      assertThat(read).isExactlyInstanceOf(value.getClass());
      if (value instanceof Record) {
        assertSameOrAbsent(name, read, value);
      }
    }
  }

  /** What an earlier version did not know has no value, at whatever depth. */
  private static void assertSameOrAbsent(String what, Object read, Object value)
      throws ReflectiveOperationException {
    if (!(read instanceof Record) || !(value instanceof Record)) {
      assertThat(read).as(what).isIn(null, "", Map.of(), value);
      return;
    }
    for (var part : value.getClass().getRecordComponents()) {
      part.getAccessor().setAccessible(true);
      assertSameOrAbsent(
          part.getName(), part.getAccessor().invoke(read), part.getAccessor().invoke(value));
    }
  }

  @Test
  void nothing_is_stored_of_what_is_not_there_any_more() {
    assertThat(WireForm.names())
        .as("journals may still hold it: keep the class as long as its sample")
        .isSubsetOf(values.keySet());
  }

  @Test
  void what_is_not_marked_is_not_written() {
    assertThatThrownBy(() -> serialization.serialize(new OriginSettings(1, 1, 1)).get())
        .isInstanceOf(NotSerializableException.class);
    var list = new ArrayList<>(List.of("a"));
    assertThatThrownBy(() -> serialization.serialize(list).get())
        .hasMessageContaining("Java serialization");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.util.ArrayList",
        "java.util.HashMap",
        "javax.script.ScriptEngineManager",
        "io.sluice.origin.OriginSettings",
        "io.sluice.origin.Permit",
        "io.sluice.channel.Channel$Command"
      })
  void bytes_that_name_a_class_that_is_not_marked_are_not_read(String manifest) {
    // {}
    var bytes = new byte[] {(byte) 0xbf, (byte) 0xff};
    assertThatThrownBy(() -> serialization.deserialize(bytes, JACKSON_CBOR, manifest).get())
        .hasStackTraceContaining(manifest)
        .hasStackTraceContaining("allow");
  }

  @Test
  void bytes_of_javas_own_serialization_are_not_read() {
    var bytes = "¬í".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> serialization.deserialize(bytes, JAVA, "").get())
        .hasMessageContaining("Java serialization");
    assertThat(system.settings().config().getBoolean("pekko.actor.allow-java-serialization"))
        .isFalse();
    assertThat(
            system
                .settings()
                .config()
                .getStringList("pekko.serialization.jackson.allowed-class-prefix"))
        .isEmpty();
  }
}
