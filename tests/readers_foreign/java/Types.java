import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Types of every form that the reader of Java reads. */
public class Types {
    public record Scalars(
            byte a, short b, int c, long d, float e, double f, boolean g, char h,
            Byte i, Integer j, Long k, Double l, Boolean m, String n, BigInteger o, BigDecimal p,
            Object q, JsonNode r, UUID s) {}

    public record Required(@JsonProperty(required = true) String a, @JsonProperty(value = "b_b", required = true) int b) {}

    public record Lists(List<String> a, int[] b, Set<Boolean> c, Map<String, Integer> d, Map<Integer, String> e, Map<Letter, Boolean> f, String[][] g) {}

    public enum Letter { A, B, @JsonProperty("see") C }

    public enum Alias { @JsonAlias({"one", "eins"}) ONE, TWO }

    public enum Valued {
        OPEN("open", 1), SHUT("shut", 2);

        private final String text;
        private final int number;

        Valued(String text, int number) {
            this.text = text;
            this.number = number;
        }

        @JsonValue
        public String getText() {
            return text;
        }
    }

    public enum Numbered {
        LOW(1), HIGH(10);

        @JsonValue private final int number;

        Numbered(int number) {
            this.number = number;
        }
    }

    public enum Made {
        X("x"), Y("y");

        private final String value;

        Made(String value) {
            this.value = value;
        }

        @JsonValue
        public String value() {
            return this.value;
        }

        @JsonCreator
        public static Made of(String value) {
            return value.equals("x") ? X : Y;
        }
    }

    public record Enums(Letter a, Alias b, Valued c, Made d, Numbered e) {}

    public static class Bean {
        private String name;
        private int URLCount;
        private boolean ready;
        public String open;
        private String hidden;
        private final String fixed = "x";
        private List<String> filled = new java.util.ArrayList<>();
        private transient String passing;
        public static String shared;

        public String getName() { return name; }
        public void setName(String name) { this.name = name; }
        public int getURLCount() { return URLCount; }
        public void setURLCount(int count) { URLCount = count; }
        public boolean isReady() { return ready; }
        public void setReady(boolean ready) { this.ready = ready; }
        public String getFixed() { return fixed; }
        public List<String> getFilled() { return filled; }
        public String getComputed() { return "c"; }
        void setSecret(String secret) { hidden = secret; }
        public String getPassing() { return passing; }
        public boolean issue() { return true; }
        public String gettysburg() { return "x"; }
    }

    public static class Fields {
        @JsonProperty private String a;
        @JsonProperty("bee") private Integer b;
        @JsonAlias({"cc", "ccc"}) public String c;
        @JsonIgnore public String d;
        @JsonProperty(access = JsonProperty.Access.READ_ONLY) public String e = "e";
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) public String f;
        @JsonSetter(nulls = Nulls.FAIL) public String g;
        protected String h;
        private String i;
    }

    public static class Split {
        private String a;
        private String password;

        @JsonProperty("in") public void setA(String a) { this.a = a; }
        @JsonProperty("out") public String getA() { return a; }
        @JsonIgnore public String getPassword() { return password; }
        @JsonProperty public void setPassword(String password) { this.password = password; }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Open(String a) {}

    @JsonIgnoreProperties({"b", "extra"})
    public record Ignoring(String a, String b) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NonNull(String a, int b, List<String> c) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record NonEmpty(String a, List<String> c, @JsonInclude(JsonInclude.Include.ALWAYS) String d) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Snake(String orderId, String theURL, int n1Count, @JsonProperty("kept") String given) {}

    @JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
    public static class Kebab { public String orderId; public Letter anyLetter; }

    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public static class Upper { public String orderId; }

    public static class Creator {
        private final String a;
        private final int b;

        @JsonCreator
        public Creator(@JsonProperty(value = "a", required = true) String a, @JsonProperty("b") int b) {
            this.a = a;
            this.b = b;
        }

        public String getA() { return a; }
        public int getB() { return b; }
    }

    public static class Delegating {
        private final List<Integer> items;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Delegating(List<Integer> items) { this.items = items; }

        @JsonValue public List<Integer> items() { return items; }
    }

    public static class AnyBean {
        public String a;
        private final Map<String, Integer> other = new HashMap<>();

        @JsonAnyGetter public Map<String, Integer> any() { return other; }
        @JsonAnySetter public void set(String name, Integer value) { other.put(name, value); }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Dog.class, name = "dog"), @JsonSubTypes.Type(Cat.class), @JsonSubTypes.Type(Fish.class)})
    public interface Animal { String getName(); }

    public static class Dog implements Animal {
        private String name;
        public Animal friend;
        public String getName() { return name; }
        public void setName(String name) { this.name = name; }
    }

    @JsonTypeName("cat")
    public record Cat(String name, int lives) implements Animal {
        public String getName() { return name; }
    }

    public static class Fish implements Animal {
        public String name;
        public String getName() { return name; }
    }

    public record Zoo(List<Animal> animals, Dog dog) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes({@JsonSubTypes.Type(value = Round.class, name = "round"), @JsonSubTypes.Type(value = Square.class, names = {"square", "box"})})
    public abstract static class Shape { public String color; }

    public static class Round extends Shape { public double radius; }

    public static class Square extends Shape { public double side; }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
    @JsonSubTypes(@JsonSubTypes.Type(value = Leaf.class, name = "leaf"))
    public interface Tree {}

    public record Leaf(String a) implements Tree {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind", defaultImpl = OtherEvent.class)
    @JsonSubTypes({@JsonSubTypes.Type(value = Paid.class, name = "paid")})
    public abstract static class Event { public String id; }

    public static class Paid extends Event { public final String kind = "paid"; public int amount; }

    public static class OtherEvent extends Event { public String raw; }

    public static class Base { public String a; protected int b; public int getB() { return b; } }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public static class Derived extends Base { public String c; }

    public static class Generic<T> { public T value; public List<T> more; }

    public static class Pairs extends Generic<Boolean> { public Generic<Integer> inner; }

    public static class Parent { public String a; @JsonManagedReference public Kid kid; }

    public static class Kid { public String b; @JsonBackReference public Parent parent; }

    public static class Node { public String a; public List<Node> next; public Node up; }

    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
    public static class ByField { private String a; private int b; public String getC() { return "c"; } }

    public static class Unwrapping { public String a; @JsonUnwrapped public Flat flat = new Flat(); }

    public static class Flat { public String b; public int c; }

    public static class Shaped { @JsonFormat(shape = JsonFormat.Shape.STRING) public java.util.Date at; }

    @JsonDeserialize
    public static class Plain { @JsonDeserialize public String a; }

    public static class Abstract { public Number n; public CharSequence c; public EnumMap<Letter, String> m; }
}
