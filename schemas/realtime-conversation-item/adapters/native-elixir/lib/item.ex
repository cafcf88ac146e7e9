defmodule Item do
  @moduledoc "The record as the Elixir page describes it: a struct and its typespec."

  defstruct [
    :arguments,
    :call_id,
    :content,
    :id,
    :name,
    :object,
    :output,
    :role,
    :status,
    :type
  ]

  @type t() :: %__MODULE__{
          arguments: String.t() | nil,
          call_id: String.t() | nil,
          content:
            [
              %{
                optional(:audio) => String.t(),
                optional(:id) => String.t(),
                optional(:text) => String.t(),
                optional(:transcript) => String.t(),
                optional(:type) => :input_audio | :input_text | :item_reference | :text
              }
            ]
            | nil,
          id: String.t() | nil,
          name: String.t() | nil,
          object: :"realtime.item" | nil,
          output: String.t() | nil,
          role: :user | :assistant | :system | nil,
          status: :completed | :incomplete | :in_progress | nil,
          type: :message | :function_call | :function_call_output | nil
        }
end
