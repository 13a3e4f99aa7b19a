package io.sluice.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.mime.MimeTypesFactory;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The table of types that Tika brings along: its XML goes in, and out come rules in their order.
 *
 * @param types what Tika itself makes of it
 * @param rules the first that is fulfilled tells the type
 * @param roots types of XML by the name of their root
 */
record TypeTable(MimeTypes types, List<TypeRule> rules, Map<QName, MediaType> roots) {
  private static final String NAME = "tika-mimetypes.xml";

  static TypeTable ofTika() {
    try (var table = MimeTypes.class.getResourceAsStream(NAME)) {
      var types = MimeTypesFactory.create(NAME);
      var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(table);
      var rules = new ArrayList<TypeRule>();
      var roots = new TreeMap<MediaType, List<QName>>();
      for (var element : within(document.getDocumentElement(), "mime-type").toList()) {
        var type = types.forName(element.getAttribute("type")).getType();
        within(element, "magic").flatMap(magic -> rules(type, magic)).forEach(rules::add);
        roots.computeIfAbsent(type, any -> new ArrayList<>()).addAll(roots(element));
      }
      rules.sort(null);
      return new TypeTable(types, List.copyOf(rules), byName(roots));
    } catch (IOException
        | ParserConfigurationException
        | SAXException
        | MimeTypeException
        | RuntimeException e) {
      throw new IllegalStateException("Tika's table of types cannot be read", e);
    }
  }

  /** Where two types have the same, the first by name is right. */
  private static Map<QName, MediaType> byName(Map<MediaType, List<QName>> roots) {
    var types = new HashMap<QName, MediaType>();
    roots.forEach((type, names) -> names.forEach(name -> types.putIfAbsent(name, type)));
    return types;
  }

  private static List<QName> roots(Element type) {
    return within(type, "root-XML")
        .map(root -> new QName(root.getAttribute("namespaceURI"), root.getAttribute("localName")))
        .toList();
  }

  private static Stream<TypeRule> rules(MediaType type, Element magic) {
    if (type.equals(MediaType.OCTET_STREAM)) {
      // Tika takes a sign of it for one that is not there.
      return Stream.empty();
    }
    int priority = number(magic, "priority", 50);
    return within(magic, "match").map(match -> new TypeRule(type, priority, clause(match)));
  }

  private static Clause clause(Element match) {
    var below = within(match, "match").map(TypeTable::clause).toList();
    if (match.hasAttribute("minShouldMatch")) {
      return new Clause.Enough(number(match, "minShouldMatch", 1), below);
    }
    var sign = sign(match);
    return below.isEmpty() ? sign : new Clause.Both(sign, new Clause.Enough(1, below));
  }

  private static Sign sign(Element match) {
    var type = match.hasAttribute("type") ? match.getAttribute("type") : "string";
    var places = (match.hasAttribute("offset") ? match.getAttribute("offset") : "0").split(":");
    int first = Integer.parseInt(places[0]);
    int last = Integer.parseInt(places[places.length - 1]);
    var value = SignValue.bytes(type, match.getAttribute("value"));
    var mask =
        match.hasAttribute("mask")
            ? SignValue.bytes(type, match.getAttribute("mask"))
            : new byte[0];
    if (type.equals("regex")) {
      if (mask.length > 0) {
        throw new IllegalStateException("an expression has a mask");
      }
      return new PatternSign(first, last, value);
    }
    if (value.length == 0) {
      throw new IllegalStateException("a sign of no bytes");
    }
    return ByteSign.of(first, last, value, mask, type.equals("stringignorecase"));
  }

  private static int number(Element element, String name, int otherwise) {
    var number = element.getAttribute(name);
    return number.isEmpty() ? otherwise : Integer.parseInt(number);
  }

  private static Stream<Element> within(Element parent, String name) {
    var nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(node -> node.getNodeName().equals(name))
        .map(Element.class::cast);
  }
}
