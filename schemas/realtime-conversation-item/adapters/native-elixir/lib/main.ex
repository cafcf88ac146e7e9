defmodule Main do
  @moduledoc "Speaks the adapter protocol; JSON is read and written by jiffy."

  @record "realtime-conversation-item"

  def run do
    :io.setopts(:standard_io, encoding: :latin1, binary: true)
    loop()
  end

  defp loop do
    case IO.binread(:stdio, :line) do
      :eof -> :ok
      line -> line |> read() |> act()
    end
  end

  defp act(%{"op" => "hello"}) do
    say(%{
      op: "hello",
      protocol: 1,
      adapter: %{name: "native-elixir", version: "1.0.0"},
      subject: %{name: "elixir", version: System.version(), language: "elixir"},
      targets: [@record],
      max_inflight: 64
    })

    loop()
  end

  defp act(%{"op" => "case", "n" => n} = message) do
    say(Map.put(answer(bytes(message)), :n, n))
    loop()
  end

  defp act(_), do: :ok

  defp bytes(%{"base64" => coded}), do: Base.decode64!(coded)
  defp bytes(%{"text" => text}), do: text

  defp answer(bytes) do
    case Judge.judge(Item, read(bytes)) do
      :ok -> %{verdict: "accept"}
      {at, why} -> reject(at, "type", why)
    end
  catch
    :error, {position, why} when is_integer(position) -> reject("", "JSON", "#{why} at #{position}")
    :error, {:range, _} -> reject("", "JSON", "a number past the range of a float")
  end

  defp reject(at, code, why) do
    %{verdict: "reject", errors: [%{at: at, code: code, message: why}]}
  end

  defp read(bytes), do: :jiffy.decode(bytes, [:return_maps, :use_nil])

  defp say(message), do: IO.binwrite([:jiffy.encode(message), "\n"])
end
