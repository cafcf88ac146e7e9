package example

import io.circe.{Decoder, jawn}
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import java.security.MessageDigest
import java.util.{Base64, HexFormat}
import scala.jdk.CollectionConverters.*

case class Counts(cases: Int) derives Decoder

case class Manifest(counts: Counts, inputs: Map[String, String]) derives Decoder

case class Expect(verdict: String, level: Option[String]) derives Decoder

case class Case(
    id: String,
    title: String,
    text: Option[String],
    base64: Option[String],
    expect: Expect
) derives Decoder:
  def input: Array[Byte] =
    text.map(_.getBytes(UTF_8)).orElse(base64.map(Base64.getDecoder.decode(_))).get

  def fails: Boolean =
    val accepted = Item.decode(input).isRight
    expect.verdict match
      case "accept" => !accepted
      case "reject" => accepted
      case _        => false

/** The decoder against every case of the corpus. */
class ItemSuite extends munit.FunSuite:
  private val bundle = Path.of(sys.env.getOrElse("CONFORMANCE_BUNDLE", "bundle"))

  private def read[A: Decoder](json: String): A = jawn.decode[A](json).fold(throw _, identity)

  private def lines(path: Path): List[String] = Files.readAllLines(path).asScala.toList

  private val manifest = read[Manifest](Files.readString(bundle.resolve("manifest.json")))

  private val cases = lines(bundle.resolve("cases.ndjson")).map(read[Case])

  private val known = lines(Path.of("known-failures.txt"))
    .filterNot(line => line.isBlank || line.startsWith("#"))
    .map(_.takeWhile(_ != ' '))
    .toSet

  test("the cases are those of the manifest"):
    val digests = cases.map: entry =>
      entry.id -> HexFormat.of.formatHex(MessageDigest.getInstance("SHA-256").digest(entry.input))
    assertEquals(cases.size, manifest.counts.cases)
    assertEquals(digests.toMap, manifest.inputs)

  test("every known failure is a case"):
    assertEquals(known -- manifest.inputs.keySet, Set.empty)

  for entry <- cases do
    test(entry.id):
      if known(entry.id) then
        assert(entry.fails, s"${entry.id}: mended, strike it from known-failures.txt")
      else
        val Expect(verdict, level) = entry.expect
        assert(!entry.fails, s"should $verdict (${level.getOrElse("")}): ${entry.title}")
