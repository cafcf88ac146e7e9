defmodule Judge do
  @moduledoc """
  Judges a JSON value by a typespec, as the compiler keeps it in the compiled module.

  JSON has no atoms: a string stands for the atom of that name, and null for nil. A struct is made
  by `struct!/2`, so an unknown key is refused and an absent one is nil.
  """

  @doc "Returns `:ok`, or where the value does not fit and why."
  def judge(module, value) do
    {:ok, types} = Code.Typespec.fetch_types(module)
    {_, {:t, type, []}} = Enum.find(types, &match?({:type, {:t, _, []}}, &1))
    fits(type, value, "")
  end

  defp fits({:type, _, :union, types}, value, at) do
    results = Enum.map(types, &fits(&1, value, at))
    deepest = Enum.max_by(results, &depth/1)
    if :ok in results, do: :ok, else: deepest
  end

  defp fits({:type, _, :map, types}, value, at) when is_map(value) do
    fields = Enum.map(types, &field/1)

    case List.keytake(fields, :__struct__, 0) do
      {{_, _, {:atom, _, module}}, fields} -> fits_struct(module, fields, value, at)
      nil -> fits_fields(fields, value, at)
    end
  end

  defp fits({:type, _, :list, [type]}, value, at) when is_list(value) do
    value
    |> Enum.with_index()
    |> Enum.find_value(:ok, fn {item, n} -> problem(fits(type, item, "#{at}/#{n}")) end)
  end

  defp fits({:remote_type, _, [{:atom, _, String}, {:atom, _, :t}, []]}, value, _)
       when is_binary(value),
       do: :ok

  defp fits({:atom, _, nil}, nil, _), do: :ok
  defp fits({:atom, _, nil}, _, at), do: {at, "is not nil"}

  defp fits({:atom, _, atom}, value, at) do
    if value == Atom.to_string(atom), do: :ok, else: {at, "is not #{inspect(atom)}"}
  end

  defp fits(type, _, at) do
    {:"::", _, [_, written]} = Code.Typespec.type_to_quoted({:t, type, []})
    {at, "is not #{Macro.to_string(written)}"}
  end

  defp fits_struct(module, fields, value, at) do
    made = struct!(module, Enum.map(value, fn {key, part} -> {key_of(key, fields), part} end))
    fits_fields(fields, made |> Map.from_struct() |> Map.new(fn {k, v} -> {to_string(k), v} end), at)
  rescue
    error in KeyError -> {at, "has the unknown key #{error.key}"}
  end

  defp fits_fields(fields, value, at) do
    unknown = Enum.find(Map.keys(value), fn key -> key_of(key, fields) == key end)

    if unknown do
      {at, "has the unknown key #{unknown}"}
    else
      Enum.find_value(fields, :ok, fn {key, presence, type} ->
        name = Atom.to_string(key)

        cond do
          Map.has_key?(value, name) -> problem(fits(type, value[name], "#{at}/#{name}"))
          presence == :optional -> nil
          true -> {at, "has no key #{name}"}
        end
      end)
    end
  end

  defp field({:type, _, :map_field_exact, [{:atom, _, key}, type]}), do: {key, :exact, type}
  defp field({:type, _, :map_field_assoc, [{:atom, _, key}, type]}), do: {key, :optional, type}

  # A key that no field has stays a string: making atoms of what comes in would fill their table.
  defp key_of(key, fields) do
    Enum.find_value(fields, key, fn {atom, _, _} -> Atom.to_string(atom) == key && atom end)
  end

  defp problem(:ok), do: nil
  defp problem(problem), do: problem

  defp depth(:ok), do: 0
  defp depth({at, _}), do: String.length(at)
end
