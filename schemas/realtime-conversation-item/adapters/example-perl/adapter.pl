#!/usr/bin/perl
# Judges cases by JSON::PP, which comes with Perl: decode, and write back what was decoded.
use strict;
use warnings;
use JSON::PP ();
use MIME::Base64 qw(decode_base64);

my $wire = JSON::PP->new->ascii->canonical;     # the protocol's own lines
my $subject = JSON::PP->new->utf8->canonical;   # what is judged: it reads bytes

sub say_line { print $wire->encode(shift), "\n" }

sub answer {
    my ($case) = @_;
    my $bytes = $case->{base64} ? decode_base64($case->{base64}) : $case->{text};
    utf8::encode($bytes) unless $case->{base64};
    my $value = eval { $subject->decode($bytes) };
    if ($@) {
        my ($message) = $@ =~ /^(.*?)(?: at \S+ line \d+\.)?$/m;
        return { verdict => "reject", errors => [ { code => "JSON", message => $message } ] };
    }
    if (ref $value ne "HASH") {
        return { verdict => "reject", errors => [ { code => "type", message => "no object" } ] };
    }
    my $output = $subject->encode($value);
    utf8::decode($output);
    return { verdict => "accept", output => $output };
}

$| = 1;
while (my $line = <STDIN>) {
    my $message = $wire->decode($line);
    if ($message->{op} eq "hello") {
        say_line({
            op => "hello", protocol => 1,
            adapter => { name => "example-perl", version => "1.0.0" },
            subject => { name => "JSON::PP", version => "$JSON::PP::VERSION", language => "perl" },
            targets => ["realtime-conversation-item"],
            modes => [ "decode", "roundtrip" ],
            max_inflight => 64,
            lenient => JSON::PP::true,
        });
    }
    elsif ($message->{op} eq "case") {
        say_line({ n => $message->{n}, %{ answer($message) } });
    }
    else { last }
}
