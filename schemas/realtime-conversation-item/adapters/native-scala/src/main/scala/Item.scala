/** The record as the Scala page describes it: ten optional fields, four of them enumerations.
  *
  * `Part` stands for the type of a content part, which the page only names.
  */
case class Item[Part](
    id: Option[String] = None,
    `type`: Option[Item.Type.Value] = None,
    `object`: Option[Item.Object.Value] = None,
    status: Option[Item.Status.Value] = None,
    role: Option[Item.Role.Value] = None,
    content: Option[Seq[Part]] = None,
    callId: Option[String] = None,
    name: Option[String] = None,
    arguments: Option[String] = None,
    output: Option[String] = None
)

object Item {
  object Type extends Enumeration {
    val Message: Value = Value("message")
    val FunctionCall: Value = Value("function_call")
    val FunctionCallOutput: Value = Value("function_call_output")
  }
  object Object extends Enumeration {
    val RealtimeItem: Value = Value("realtime.item")
  }
  object Status extends Enumeration {
    val Completed: Value = Value("completed")
    val Incomplete: Value = Value("incomplete")
  }
  object Role extends Enumeration {
    val User: Value = Value("user")
    val Assistant: Value = Value("assistant")
    val System: Value = Value("system")
  }
}
