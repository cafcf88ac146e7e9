package example

import io.circe.Error
import io.circe.derivation.{Configuration, ConfiguredDecoder, ConfiguredEnumDecoder}
import io.circe.jawn.decodeByteArray

private given Configuration =
  Configuration.default.withSnakeCaseMemberNames.withSnakeCaseConstructorNames

/** A decoder of the item: case classes and enumerations that circe derives one for. */
case class Item(
    `type`: Option[ItemType],
    id: Option[String],
    `object`: Option[RealtimeObject],
    status: Option[Status],
    role: Option[Role],
    content: Option[List[Part]],
    callId: Option[String],
    name: Option[String],
    arguments: Option[String],
    output: Option[String]
) derives ConfiguredDecoder

object Item:
  /** Returns the item that a JSON text holds. */
  def decode(json: Array[Byte]): Either[Error, Item] = decodeByteArray[Item](json)

case class Part(
    `type`: Option[PartType],
    id: Option[String],
    text: Option[String],
    audio: Option[String],
    transcript: Option[String]
) derives ConfiguredDecoder

enum ItemType derives ConfiguredEnumDecoder:
  case Message, FunctionCall, FunctionCallOutput, ItemReference

enum RealtimeObject derives ConfiguredEnumDecoder:
  case `realtime.item`

enum Status derives ConfiguredEnumDecoder:
  case Completed, Incomplete, InProgress

enum Role derives ConfiguredEnumDecoder:
  case User, Assistant, System

enum PartType derives ConfiguredEnumDecoder:
  case InputText, InputAudio, ItemReference, Text
