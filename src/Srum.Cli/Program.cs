Console.WriteLine("srum");
return 0;
