package io.sluice.node;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** Makes one of each class in which every part has a value, and none that it has by itself. */
final class WireSamples {
  private final ActorRef<?> someone;

  WireSamples(ActorRef<?> someone) {
    this.someone = someone;
  }

  Object of(Type type) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == ActorRef.class) {
        return someone;
      }
      if (generic.getRawType() == Map.class) {
        return Map.of(of(arguments[0]), of(arguments[1]));
      }
      if (generic.getRawType() == List.class) {
        return List.of(of(arguments[0]));
      }
      throw new IllegalArgumentException("no sample for " + type);
    }
    var plain = (Class<?>) type;
    return plain.isRecord() ? ofRecord(plain) : ofPlain(plain);
  }

  private Object ofRecord(Class<?> type) {
    var components = type.getRecordComponents();
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(
          Arrays.stream(components).map(part -> of(part.getGenericType())).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no sample for " + type, e);
    }
  }

  private static Object ofPlain(Class<?> type) {
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
