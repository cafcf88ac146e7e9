defmodule ItemTest do
  use ExUnit.Case, async: true

  test "the cases are those of the manifest" do
    assert map_size(Corpus.cases()) == Corpus.manifest()["counts"]["cases"]

    digests =
      Map.new(Corpus.cases(), fn {id, entry} ->
        {id, Base.encode16(:crypto.hash(:sha256, entry.input), case: :lower)}
      end)

    assert digests == Corpus.manifest()["inputs"]
  end

  test "every known failure is a case" do
    assert Enum.reject(Map.keys(Corpus.known_failures()), &is_map_key(Corpus.cases(), &1)) == []
  end

  for id <- Enum.sort(Map.keys(Corpus.cases())) do
    test id do
      entry = Corpus.cases()[unquote(id)]
      accepted = match?({:ok, _}, Item.decode(entry.input))
      verdict = entry.expect["verdict"]
      fails = (verdict == "accept" and not accepted) or (verdict == "reject" and accepted)

      if is_map_key(Corpus.known_failures(), entry.id) do
        assert fails, "mended: strike it from known-failures.txt"
      else
        refute fails, "#{entry.id} should #{verdict} (#{entry.expect["level"]}): #{entry.title}"
      end
    end
  end
end
