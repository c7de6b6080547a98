import { SaxesParser } from "saxes";

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface Building extends XmlElement {
  children: Building[];
  text: string;
}

/** The root of a document. @throws Error for what is not well-formed */
export function parseXml(document: string): XmlElement {
  const top: Building = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const last = () => open.at(-1) as Building;
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: Building = {
      name,
      attributes: attributes as Record<string, string>,
      children: [],
      text: "",
    };
    last().children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    last().text += text;
  });
  parser.on("closetag", () => open.pop());
  parser.write(document).close();
  return top.children[0] as Building;
}
