defmodule Corpus do
  @moduledoc "The bundle, read once."

  def load do
    bundle = System.get_env("CONFORMANCE_BUNDLE", "bundle")
    cases = for line <- lines(Path.join(bundle, "cases.ndjson")), do: entry(read(line))
    :persistent_term.put(:manifest, read(File.read!(Path.join(bundle, "manifest.json"))))
    :persistent_term.put(:cases, Map.new(cases, &{&1.id, &1}))
    :persistent_term.put(:known, known())
  end

  def manifest, do: :persistent_term.get(:manifest)
  def cases, do: :persistent_term.get(:cases)
  def known_failures, do: :persistent_term.get(:known)

  defp entry(read) do
    input = read["text"] || Base.decode64!(read["base64"])
    %{id: read["id"], title: read["title"], expect: read["expect"], input: input}
  end

  defp known do
    for line <- lines("known-failures.txt"), not String.starts_with?(line, "#"), into: %{} do
      line |> String.split(" ", parts: 2) |> List.to_tuple()
    end
  end

  defp lines(path), do: path |> File.read!() |> String.split("\n", trim: true)

  defp read(text), do: :jiffy.decode(text, [:return_maps, :use_nil])
end

Corpus.load()
ExUnit.start()
