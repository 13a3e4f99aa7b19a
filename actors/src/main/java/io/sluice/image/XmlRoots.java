package io.sluice.image;

import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.apache.tika.detect.XmlRootExtractor;
import org.apache.tika.mime.MediaType;

/**
 * What XML or HTML is more closely: the type that its signs tell goes in, and out comes one that
 * the name of its root tells. As Tika has it, XML without a root that can be read is text.
 */
final class XmlRoots {
  private final Map<QName, MediaType> roots;
  private final List<Clause> html;

  XmlRoots(TypeTable table) {
    roots = table.roots();
    html =
        table.rules().stream()
            .filter(rule -> rule.type().equals(MediaType.TEXT_HTML))
            .map(TypeRule::clause)
            .toList();
  }

  MediaType look(MediaType told, Head head) {
    boolean isXml = told.equals(MediaType.APPLICATION_XML);
    if (!isXml && !told.equals(MediaType.TEXT_HTML)) {
      return told;
    }
    var root = new XmlRootExtractor().extractRootElement(head.bytes());
    if (root != null) {
      return roots.getOrDefault(root, told);
    }
    if (isXml) {
      boolean isHtml = html.stream().anyMatch(clause -> clause.isIn(head));
      return isHtml ? MediaType.TEXT_HTML : MediaType.TEXT_PLAIN;
    }
    return told;
  }
}
