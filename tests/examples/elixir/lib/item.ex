defmodule Item do
  @moduledoc "A decoder of the item: jiffy reads the JSON, and each field is checked."

  defstruct ~w(type id object status role content call_id name arguments output)a

  @lists %{
    "type" => ~w(message function_call function_call_output item_reference),
    "object" => ~w(realtime.item),
    "status" => ~w(completed incomplete in_progress),
    "role" => ~w(user assistant system)
  }
  @strings ~w(id call_id name arguments output)
  @part_types ~w(input_text input_audio item_reference text)
  @part_strings ~w(id text audio transcript)

  @doc "Returns the item that a JSON text holds."
  @spec decode(binary()) :: {:ok, %__MODULE__{}} | {:error, term()}
  def decode(json) do
    with {:ok, %{} = value} <- read(json),
         [] <- for({name, part} <- value, not field?(name, part), do: name) do
      {:ok, struct(__MODULE__, for({name, part} <- value, do: {known(name), part}))}
    else
      {:ok, _} -> {:error, :not_an_object}
      {:error, reason} -> {:error, reason}
      names -> {:error, {:invalid, names}}
    end
  end

  defp read(json) do
    {:ok, :jiffy.decode(json, [:return_maps, :use_nil])}
  catch
    :error, reason -> {:error, reason}
  end

  # A name that no field has makes no atom: what comes in must not fill their table.
  defp known(name), do: Enum.find(Map.keys(%__MODULE__{}), &(Atom.to_string(&1) == name))

  defp field?(_, nil), do: true
  defp field?(name, value) when is_map_key(@lists, name), do: value in @lists[name]
  defp field?(name, value) when name in @strings, do: is_binary(value)
  defp field?("content", value), do: is_list(value) and Enum.all?(value, &part?/1)
  defp field?(_, _), do: true

  defp part?(%{} = part), do: Enum.all?(part, fn {name, value} -> part_field?(name, value) end)
  defp part?(_), do: false

  defp part_field?("type", value), do: value in @part_types
  defp part_field?(name, value) when name in @part_strings, do: is_binary(value)
  defp part_field?(_, _), do: true
end
