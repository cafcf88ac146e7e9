import java.nio.ByteBuffer
import java.nio.charset.{CharacterCodingException, CodingErrorAction, StandardCharsets}
import java.util.{Base64, Properties}

import scala.io.{Codec, Source}
import scala.util.control.NonFatal

import org.json4s._
import org.json4s.FieldSerializer.{renameFrom, renameTo}
import org.json4s.JsonDSL._
import org.json4s.ext.EnumNameSerializer
import org.json4s.jackson.JsonMethods.{compact, parse, render}

/** Judges cases by decoding them with json4s into the case class that the page describes.
  *
  * json4s is asked to be strict about optional fields. With its defaults it takes a value of the
  * wrong type for an absent one, even a whole array for an item without fields, and so says nothing
  * of the types that the page declares.
  */
object Main {

  private implicit val formats: Formats = {
    val base = new DefaultFormats { override val strictOptionParsing: Boolean = true }
    base +
      new EnumNameSerializer(Item.Type) + new EnumNameSerializer(Item.Object) +
      new EnumNameSerializer(Item.Status) + new EnumNameSerializer(Item.Role) +
      FieldSerializer[Item[JValue]](renameTo("callId", "call_id"), renameFrom("call_id", "callId"))
  }

  private def text(message: JValue): Either[String, String] = message \ "base64" match {
    case JString(coded) =>
      val decoder = StandardCharsets.UTF_8.newDecoder
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
      try Right(decoder.decode(ByteBuffer.wrap(Base64.getDecoder.decode(coded))).toString)
      catch { case _: CharacterCodingException => Left("not UTF-8") }
    case _ =>
      message \ "text" match {
        case JString(given) => Right(given)
        case _              => Left("no text")
      }
  }

  private def reject(why: String): JObject =
    ("verdict" -> "reject") ~ ("errors" -> List(("message" -> why): JObject))

  /** Any value is taken for a content part, so a verdict on an item with one rests on more than the
    * page says.
    */
  private def judge(text: String): JObject =
    try {
      val value = parse(text)
      val item = value.extract[Item[JValue]]
      if (item.content.forall(_.isEmpty)) "verdict" -> "accept"
      else
        ("verdict" -> "unsupported") ~
          ("reason" -> "the page only names the type of a content part")
    } catch {
      case NonFatal(error) => reject(String.valueOf(error.getMessage).takeWhile(_ != '\n'))
      case _: StackOverflowError => reject("nested too deeply for the stack")
    }

  private def version: String = {
    val properties = new Properties
    properties.load(getClass.getResourceAsStream("/versions.properties"))
    properties.getProperty("json4s")
  }

  private val hello: JObject =
    ("op" -> "hello") ~ ("protocol" -> 1) ~
      ("adapter" -> (("name" -> "native-scala") ~ ("version" -> "1.0.0"))) ~
      ("subject" -> (("name" -> "json4s-jackson") ~ ("version" -> version) ~ ("language" -> "scala"))) ~
      ("targets" -> List("realtime-conversation-item")) ~ ("max_inflight" -> 64)

  def main(arguments: Array[String]): Unit = {
    val lines = Source.fromInputStream(System.in)(Codec.UTF8).getLines()
    val messages = lines.map(parse(_))
    messages
      .takeWhile(message => (message \ "op") != JString("bye"))
      .foreach { message =>
        val reply: JObject =
          if ((message \ "op") == JString("hello")) hello
          else text(message).fold(reject, judge) ~ ("n" -> (message \ "n"))
        Console.out.write((compact(render(reply)) + "\n").getBytes(StandardCharsets.UTF_8))
        Console.out.flush()
      }
  }
}
