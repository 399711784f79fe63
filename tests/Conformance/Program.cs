Console.Error.WriteLine("usage: Conformance PATH");
